import type { ExportUserDataResponse } from '../../gen/guionix/ml/v1/insight.js';
import type { UserRecord } from '../../usecase/user-data.js';
import { toStoredAnalysis } from './analysis.js';
import { toFeedback } from './feedback.js';
import { toJob } from './job.js';
import { toStoredScript } from './script.js';

/** Bytes of a script in one message. */
const CHUNK_BYTES = 1 << 20;

/** A record of an export on the wire; the bytes of a script follow it in pieces. */
export function* toExportRecords(record: UserRecord): Generator<ExportUserDataResponse, void, undefined> {
  if (record.type === 'analysis') {
    yield { record: { $case: 'analysis', value: toStoredAnalysis(record.analysis) } };
  } else if (record.type === 'feedback') {
    yield { record: { $case: 'feedback', value: toFeedback(record.feedback) } };
  } else if (record.type === 'job') {
    yield { record: { $case: 'job', value: toJob(record.job) } };
  } else {
    const { bytes } = record.script;
    yield { record: { $case: 'script', value: toStoredScript(record.script) } };
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      yield { record: { $case: 'scriptChunk', value: Buffer.from(bytes.subarray(at, at + CHUNK_BYTES)) } };
    }
  }
}
