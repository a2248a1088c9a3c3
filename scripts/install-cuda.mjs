// npm run install:cuda: puts ONNX Runtime's CUDA provider, two libraries of 260 MB that are not in the npm package, beside
// the runtime. They must be of the very version of onnxruntime-node, and of one CUDA: docs/guides/gpu.md.
//
//   npm run install:cuda                 from NuGet, by onnxruntime-node's own script; for CUDA 12
//   npm run install:cuda -- --pypi       from PyPI, by pip; for CUDA 13
//   npm run install:cuda -- --from PATH  from a wheel, a NuGet package, or a folder with the libraries
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/** Sees the packages that onnxruntime-node itself depends on. */
const requireThere = createRequire(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
const { version } = requireThere('./package.json');
const home = path.dirname(requireThere.resolve('./package.json'));
const runtime = path.join(home, 'bin/napi-v6/linux/x64');

const { values: flags } = parseArgs({ options: { from: { type: 'string' }, pypi: { type: 'boolean' } } });

try {
  if (`${process.platform} ${process.arch}` !== 'linux x64') throw new Error('CUDA needs Linux on x64.');
  if (flags.from) install(readFrom(flags.from));
  else if (flags.pypi) installFromPypi();
  else run(process.execPath, [path.join(home, 'script/install.js')], { ONNXRUNTIME_NODE_INSTALL: 'true' });
  report();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** The wheel is that of any Python: only its libraries are used. */
function installFromPypi() {
  const folder = mkdtempSync(path.join(tmpdir(), 'guionix-cuda-'));
  try {
    const wheel = ['--python-version', '3.12', '--implementation', 'cp', '--platform', 'manylinux_2_28_x86_64'];
    const options = ['--no-deps', '--only-binary=:all:', ...wheel, '--dest', folder];
    run('python3', ['-m', 'pip', 'download', ...options, `onnxruntime-gpu==${version}`]);
    install(readFrom(path.join(folder, readdirSync(folder)[0])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Content of the libraries in a folder, or in a package, which is a zip archive. */
function readFrom(source) {
  if (statSync(source).isDirectory()) return LIBRARIES.map((name) => readFileSync(path.join(source, name)));
  const archive = new (requireThere('adm-zip'))(source);
  return LIBRARIES.map((name) => {
    const entry = archive.getEntries().find(({ entryName }) => path.posix.basename(entryName) === name);
    if (entry === undefined) throw new Error(`${path.basename(source)} holds no ${name}.`);
    return entry.getData();
  });
}

/** A provider of another version is refused: the runtime hands it tables of functions whose order is its version's. */
function install(contents) {
  if (!contents.some((content) => content.includes(`\0${version}\0`))) {
    throw new Error(`These libraries are not of ONNX Runtime ${version}, the version of onnxruntime-node here.`);
  }
  for (const [i, name] of LIBRARIES.entries()) {
    // Renamed into place: a running engine has the old file mapped.
    const unfinished = path.join(runtime, `${name}.new`);
    writeFileSync(unfinished, contents[i]);
    renameSync(unfinished, path.join(runtime, name));
  }
}

/** Says what is there, and what the loader still misses. */
function report() {
  const listed = outputOf('ldd', path.join(runtime, LIBRARIES[1]));
  const missing = [...listed.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  process.stdout.write(`The CUDA provider of ONNX Runtime ${version} is installed.\n`);
  if (missing.length > 0) process.stdout.write(`Still missing: ${missing.join(', ')}; see docs/guides/gpu.md.\n`);
}

/** What a command prints; nothing where there is no such command. */
function outputOf(command, ...args) {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
}

function run(command, args, environment = {}) {
  const { error, status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  if (error) throw error;
  if (status !== 0) throw new Error(`${path.basename(command)} failed.`);
}
