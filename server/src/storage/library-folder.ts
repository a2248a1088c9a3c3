import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../domain/errors.js';
import type { LibraryFolder } from '../usecase/library-folder.js';

/** Files in one job, at most. */
const MAX_FILES = 100_000;

/** The files below `root`. Links are followed as long as they stay inside. */
export function openLibraryFolder(root: string): LibraryFolder {
  return {
    async list(folder) {
      const start = await inside(root, folder);
      if (start === undefined) throw invalidFolder('There is no such folder in the library.');
      const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(() => {
        throw invalidFolder('This is no folder.');
      });
      const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
      if (files.length > MAX_FILES) throw invalidFolder(`It has ${files.length} files; at most ${MAX_FILES} are read.`);
      const base = await realpath(root);
      return files.map((file) => path.relative(base, path.join(file.parentPath, file.name))).sort();
    },
    async read(name) {
      const file = await inside(root, name);
      if (file === undefined) throw new EngineError('SCRIPT_NOT_FOUND', 'The file is no longer in the library.');
      return readFile(file);
    },
  };
}

/** Where a relative path leads, links followed; undefined when that is outside or nowhere. */
async function inside(root: string, relative: string): Promise<string | undefined> {
  if (path.isAbsolute(relative) || relative.includes('\0')) return undefined;
  const base = await realpath(root);
  const target = await realpath(path.resolve(base, relative)).catch(() => undefined);
  return target === base || target?.startsWith(base + path.sep) ? target : undefined;
}

function invalidFolder(description: string): EngineError {
  return new EngineError('FIELD_INVALID', undefined, { violations: [{ field: 'library.folder', description }] });
}
