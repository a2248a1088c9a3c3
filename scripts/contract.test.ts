import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const ours = 'guionix.ml.v1';

interface FieldDescriptor {
  readonly name: string;
  readonly type: string;
}

interface MessageDescriptor {
  readonly name: string;
  readonly field?: readonly FieldDescriptor[];
  readonly nestedType?: readonly MessageDescriptor[];
}

interface MethodDescriptor {
  readonly name: string;
  readonly clientStreaming?: boolean;
  readonly serverStreaming?: boolean;
}

interface FileDescriptor {
  readonly name: string;
  readonly package: string;
  readonly messageType?: readonly MessageDescriptor[];
  readonly service?: readonly { readonly name: string; readonly method?: readonly MethodDescriptor[] }[];
  readonly sourceCodeInfo: {
    readonly location: readonly {
      readonly path?: readonly number[];
      readonly span: readonly number[];
      readonly leadingComments?: string;
    }[];
  };
}

/** Files of the engine's own package, with their comments. */
function readContract(): FileDescriptor[] {
  const buf = path.join(root, 'node_modules/.bin/buf');
  const json = execFileSync(buf, ['build', 'proto', '-o', '-#format=json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  const image = JSON.parse(json) as { readonly file: readonly FileDescriptor[] };
  return image.file.filter((file) => file.package === ours);
}

/**
 * Whether a path of descriptor.proto field numbers leads to something a reader meets by name. Every second number is an
 * index; the others say: message 4, enum 5, service 6 in a file; field 2, nested message 3, nested enum 4, oneof 8 in a
 * message; value or method 2 in an enum or service.
 */
function isNamed(location: readonly number[]): boolean {
  const kinds = location.filter((_, index) => index % 2 === 0).join('');
  return location.length % 2 === 0 && /^(43*(2|8|42?)?|52?|62?)$/.test(kinds);
}

/** `file:line` of every named thing without a comment above it. */
function undocumented(file: FileDescriptor): string[] {
  return file.sourceCodeInfo.location
    .filter(({ path: location }) => isNamed(location ?? []))
    .filter(({ leadingComments }) => (leadingComments ?? '').trim() === '')
    .map(({ span }) => `${file.name}:${(span[0] ?? 0) + 1}`);
}

/** Fields whose values JavaScript numbers cannot hold, as `Message.field`. */
function wideFields(message: MessageDescriptor): string[] {
  const own = (message.field ?? [])
    .filter(({ type }) => type.endsWith('64'))
    .map(({ name }) => `${message.name}.${name}`);
  return [...own, ...(message.nestedType ?? []).flatMap(wideFields)];
}

/** How a method streams, in the words of the contract page. */
function streamingKind(method: MethodDescriptor): string {
  if (method.clientStreaming && method.serverStreaming) return 'bidirectional';
  if (method.clientStreaming) return 'client stream';
  return method.serverStreaming ? 'server stream' : 'unary';
}

describe('the contract', () => {
  let files: FileDescriptor[];
  beforeAll(() => {
    files = readContract();
  });

  it('documents every message, field, enum value, oneof, service and method', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(undocumented)).toEqual([]);
  });

  it('has no 64-bit integer, which JSON.stringify would refuse', () => {
    expect(files.flatMap((file) => (file.messageType ?? []).flatMap(wideFields))).toEqual([]);
  });

  it('is listed on its page, method by method with the streaming kind, and nothing else is', () => {
    const page = readFileSync(path.join(root, 'docs/reference/contract.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| ([\w ]+?) \|/gm)].map(([, name, kind]) => `${name}: ${kind}`);
    const methods = files
      .flatMap((file) => file.service ?? [])
      .flatMap((service) => service.method ?? [])
      .map((method) => `${method.name}: ${streamingKind(method)}`);
    expect(rows.sort()).toEqual(methods.sort());
  });
});
