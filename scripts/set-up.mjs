// What `npm start`, `npm test` and `npm run dev` need before they run: packages installed and sources built, each only
// when it is missing or stale. Uses nothing but Node, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Root of the repository. */
export const root = path.resolve(import.meta.dirname, '..');

const FLOOR = [20, 19];

/** Ends with one clear line when Node is older than the floor. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  process.stderr.write(`This needs Node ${FLOOR.join('.')} or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Installs the locked packages when they are missing or the lock file has changed. */
export function ensureInstalled() {
  refresh('node_modules/.guionix-stamp', [path.join(root, 'package-lock.json')], () =>
    run('npm', ['ci', '--no-audit', '--no-fund']),
  );
}

/** Builds the SDK and the server when a source has changed. */
export function ensureBuilt() {
  const sources = ['client-sdk/src', 'server/src'].flatMap((folder) => filesUnder(path.join(root, folder)));
  const settings = ['package-lock.json', 'tsconfig.json', 'server/tsconfig.build.json', 'client-sdk/tsdown.config.ts'];
  refresh('server/dist/.guionix-stamp', [...sources, ...settings.map((file) => path.join(root, file))], () =>
    run('npm', ['run', '--silent', 'build']),
  );
}

/** Runs a command in the root with its output shown; ends this process when it fails. */
export function run(command, args, environment = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}

function refresh(stamp, files, make) {
  const file = path.join(root, stamp);
  const hash = fingerprint(files);
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  make();
  writeFileSync(file, hash);
}

/** Hash of the files' content and of the Node that native packages were chosen for. */
function fingerprint(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const file of files.sort()) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
