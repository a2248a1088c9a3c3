// Generates what is derived from proto/: TypeScript for the server and the SDK, and the descriptor image that the server
// ships for reflection. With --check, writes nothing and fails when what is committed differs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const outputs = ['server/src/gen', 'client-sdk/src/gen', 'server/proto/image.binpb'];

/** Runs buf so that its outputs land under `into`. */
function generate(into) {
  const buf = path.join(root, 'node_modules/.bin/buf');
  const run = (...args) => execFileSync(buf, args, { cwd: root, stdio: 'inherit' });
  run('generate', '--output', into);
  // Without comments: the server decodes the image at every start.
  run('build', '--exclude-source-info', '-o', path.join(into, 'server/proto/image.binpb'));
}

/** Relative path → content of every file under `entry`. */
function snapshot(base, entry) {
  const full = path.join(base, entry);
  const files = readdirSync(path.dirname(full), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return new Map(
    files
      .map((file) => path.join(file.parentPath, file.name))
      .filter((file) => file === full || file.startsWith(full + path.sep))
      .map((file) => [path.relative(base, file), readFileSync(file).toString('base64')]),
  );
}

/** Names of files that differ between two trees. */
function differences(left, right) {
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => left.get(name) !== right.get(name));
}

if (!check) {
  generate(root);
} else {
  const fresh = mkdtempSync(path.join(tmpdir(), 'guionix-generate-'));
  try {
    execFileSync('mkdir', ['-p', path.join(fresh, 'server/proto')]);
    generate(fresh);
    const stale = outputs.flatMap((entry) => differences(snapshot(root, entry), snapshot(fresh, entry)));
    if (stale.length > 0) {
      process.stderr.write(`Not current, run "npm run generate":\n${stale.map((name) => `  ${name}\n`).join('')}`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
