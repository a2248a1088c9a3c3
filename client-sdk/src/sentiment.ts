import { type CallOptions, toRawOptions } from './call-options.js';
import type { AnalysisInfo, Progress } from './gen/guionix/ml/v1/common.js';
import type {
  SceneSentiment,
  ScriptOutline,
  ScriptSentiment,
  SentimentOptions,
  StreamSceneSentimentResponse,
} from './gen/guionix/ml/v1/sentiment.js';
import { present } from './present.js';
import type { RawClients } from './raw.js';
import { type ScriptSource, toScriptInput } from './script-source.js';

/** How an analysis is done; what is left out has the contract's default. */
export type AnalyzeOptions = Partial<SentimentOptions>;

/** Sentiment of a whole script. */
export interface SentimentAnalysis {
  /** Account of the analysis: its id, models, timing. */
  readonly info: AnalysisInfo;
  /** What was read. */
  readonly outline: ScriptOutline;
  /** Every scene in order. */
  readonly scenes: SceneSentiment[];
  /** The arc. */
  readonly summary: ScriptSentiment;
}

/** One event of a streamed analysis: one `outline`, then a `scene` each in script order, then one `completed`. */
export type SceneSentimentEvent = {
  /** How far the analysis is. */
  readonly progress: Progress;
} & (
  | { readonly type: 'outline'; readonly outline: ScriptOutline }
  | { readonly type: 'scene'; readonly scene: SceneSentiment }
  | { readonly type: 'completed'; readonly info: AnalysisInfo; readonly summary: ScriptSentiment }
);

/** What each scene makes people feel, and the arc over the script. */
export interface SentimentClient {
  /** Analyses a script and resolves with every scene and the arc. */
  analyze(script: ScriptSource, options?: AnalyzeOptions, call?: CallOptions): Promise<SentimentAnalysis>;
  /**
   * Analyses a script scene by scene. The call begins with the first read; leaving the loop cancels it on the server;
   * a reader slower than the engine holds the engine's sending back, not its own memory.
   */
  stream(script: ScriptSource, options?: AnalyzeOptions, call?: CallOptions): AsyncIterable<SceneSentimentEvent>;
}

/** Sentiment over the generated client. */
export function createSentimentClient(raw: RawClients['sentiment']): SentimentClient {
  return {
    async analyze(script, options = {}, call) {
      const answer = await raw.analyzeSentiment({ script: toScriptInput(script), options }, toRawOptions(call));
      return {
        info: present(answer.info, 'info'),
        outline: present(answer.outline, 'outline'),
        scenes: answer.scenes,
        summary: present(answer.summary, 'summary'),
      };
    },
    async *stream(script, options = {}, call) {
      const request = { script: toScriptInput(script), options };
      for await (const message of raw.streamSceneSentiment(request, toRawOptions(call))) {
        const event = toEvent(message);
        if (event) yield event;
      }
    },
  };
}

/** `undefined` for a kind of event that this version of the package does not know. */
function toEvent(message: StreamSceneSentimentResponse): SceneSentimentEvent | undefined {
  const { event } = message;
  if (!event) return undefined;
  const progress = present(message.progress, 'progress');
  switch (event.$case) {
    case 'outline':
      return { type: 'outline', outline: event.value, progress };
    case 'scene':
      return { type: 'scene', scene: event.value, progress };
    case 'completed': {
      const info = present(event.value.info, 'completed.info');
      return { type: 'completed', info, summary: present(event.value.summary, 'completed.summary'), progress };
    }
  }
}
