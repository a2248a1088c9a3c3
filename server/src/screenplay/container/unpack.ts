/**
 * Scripts in archives: Fade In, Highland and Celtx files are zip archives with the script as one member.
 */
import { strFromU8, unzipSync } from 'fflate';
import { EngineError } from '../../domain/errors.js';

/** Programs whose archives are read. */
export type ContainerFormat = 'fadein' | 'highland' | 'celtx';

/** The script inside an archive. */
export interface Unpacked {
  readonly format: ContainerFormat;
  readonly bytes: Uint8Array;
}

/** What the archive of each program holds beside other things. */
const MEMBERS: readonly (readonly [ContainerFormat, RegExp])[] = [
  ['fadein', /^document\.xml$/u],
  ['highland', /(?:^|\/)text\.(?:md|fountain)$/u],
  ['celtx', /(?:^|\/)script[^/]*\.html$/u],
];
const ZIP = 'PK\x03\x04';

/**
 * Takes the script out of an archive; undefined for bytes that are none, and for archives of other programs.
 *
 * @throws EngineError `SCRIPT_MALFORMED` for a broken archive, `SCRIPT_TOO_LARGE` when its script unpacks to more than
 * `maxBytes`: nothing larger is unpacked.
 */
export function unpack(bytes: Uint8Array, maxBytes: number, field: string): Unpacked | undefined {
  if (strFromU8(bytes.subarray(0, ZIP.length), true) !== ZIP) return undefined;
  let size = 0;
  try {
    const members = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!MEMBERS.some(([, member]) => member.test(name))) return false;
        size += originalSize;
        return size <= maxBytes;
      },
    });
    if (size > maxBytes) throw tooLarge(size, maxBytes, field);
    return find(members);
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    // A broken archive without a member of ours is some other program's.
    if (size === 0) return undefined;
    const description = 'The archive is broken: its script cannot be unpacked.';
    throw new EngineError('SCRIPT_MALFORMED', description, { violations: [{ field, description }], cause });
  }
}

/** The longest member counts: Celtx projects hold drafts and notes beside the script. */
function find(members: Record<string, Uint8Array>): Unpacked | undefined {
  for (const [format, member] of MEMBERS) {
    const found = Object.entries(members).filter(([name]) => member.test(name));
    const longest = found.sort(([, a], [, b]) => b.length - a.length)[0];
    if (longest) return { format, bytes: longest[1] };
  }
  return undefined;
}

function tooLarge(size: number, maxBytes: number, field: string): EngineError {
  const description = `unpacks to ${size} bytes; at most ${maxBytes} are read`;
  return new EngineError('SCRIPT_TOO_LARGE', `The script ${description}.`, { violations: [{ field, description }] });
}
