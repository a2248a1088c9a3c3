/**
 * The import rules of the house. Data flows one way: transport → usecase → screenplay, inference, insight; storage is
 * behind a port of usecase; main.ts composes. `npm run arch` holds them.
 */
const server = '^server/src/';
const tests = '\\.test\\.ts$|^(server|client-sdk)/test/';
const generated = '^(server|client-sdk)/src/gen/';
const workerUrl = 'config/(worker-url|runtime-telemetry)\\.ts$';

/** What each room may import of the others, and of which it may import types alone. A room may import itself. */
const ROOMS = {
  cache: { types: ['inference/', 'usecase/'] },
  cli: {
    values: [
      'config/',
      'domain/',
      'inference/(add-model|inspect-models|line-classifier|manifest)\\.ts$',
      'report/',
      'screenplay/parse\\.ts$',
      'telemetry/',
      'main\\.ts$',
    ],
  },
  config: {},
  domain: {},
  gen: {},
  inference: { values: ['domain/', 'gen/inference/', workerUrl] },
  insight: { values: ['domain/'] },
  report: {},
  screenplay: { values: ['domain/', 'inference/line-classifier\\.ts$', workerUrl] },
  storage: { values: ['domain/', workerUrl], types: ['usecase/'] },
  telemetry: {},
  transport: { values: ['usecase/', 'domain/', 'telemetry/', 'gen/'], types: ['inference/', 'insight/'] },
  usecase: { values: ['domain/', 'inference/', 'insight/', 'screenplay/'] },
};

/** The one place of each npm package in the server. A package that is not here is in nobody's hands: give it a room. */
const PACKAGES = {
  '@anush008/tokenizers': 'inference/text/tokenizer\\.ts$',
  '@bufbuild/protobuf': 'gen/',
  '@electric-sql/pglite': 'storage/',
  '@grpc/grpc-js': '(transport/|gen/|inference/execute/remote-executor)',
  '@grpc/proto-loader': 'transport/',
  '@grpc/reflection': 'transport/',
  '@guionix/ml-client': '(cli|report)/',
  'cli-progress': 'cli/',
  commander: 'cli/',
  fflate: 'screenplay/container/',
  'franc-min': 'screenplay/',
  'grpc-health-check': 'transport/',
  ioredis: 'cache/',
  kysely: 'storage/',
  'lru-cache': 'cache/',
  'onnxruntime-node': 'inference/execute/(dense-)?session\\.ts$',
  pg: 'storage/',
  picocolors: '(cli|report)/',
  pino: 'telemetry/',
  saxes: 'screenplay/',
  tinyqueue: 'inference/schedule/',
  unpdf: 'screenplay/',
  zod: '(config|inference)/',
};

/** A package as it resolves: in node_modules, as a sibling workspace, or, when that is not built yet, by its name. */
function packagePath(name) {
  return name === '@guionix/ml-client' ? `^client-sdk/|^${name}` : `^node_modules/${name}/`;
}

const roomRules = Object.entries(ROOMS).flatMap(([room, { values = [], types = [] }]) => {
  const from = { path: `${server}${room}/`, pathNot: tests };
  const reachable = [`${room}/`, ...values, ...types].map((path) => server + path);
  return [
    { name: `${room}-imports`, severity: 'error', from, to: { path: server, pathNot: [...reachable, tests] } },
    ...types.map((path) => ({
      name: `${room}-types-only-of-${path.replace('/', '')}`,
      severity: 'error',
      from,
      to: { path: server + path, dependencyTypesNot: ['type-only'] },
    })),
  ];
});

const packageRules = Object.entries(PACKAGES).map(([name, place]) => ({
  name: `package-${name}`,
  severity: 'error',
  from: { path: server, pathNot: [server + place, tests] },
  to: { path: packagePath(name) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan', severity: 'error', from: { orphan: true, pathNot: generated }, to: {} },
    {
      name: 'resolvable',
      comment: 'The SDK may not be built yet.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@guionix/ml-client$' },
    },
    ...roomRules,
    ...packageRules,
    {
      name: 'known-package',
      severity: 'error',
      from: { path: server, pathNot: tests },
      to: { dependencyTypes: ['npm'], pathNot: Object.keys(PACKAGES).map(packagePath) },
    },
    {
      name: 'declared-package',
      comment: 'Sources run without devDependencies.',
      severity: 'error',
      from: { path: '^(server|client-sdk)/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'deprecated'] },
    },
    {
      name: 'pure-rooms',
      comment: 'What a script means is computed without files, clocks of the system or processes.',
      severity: 'error',
      from: { path: `${server}(domain|insight)/`, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-composes',
      severity: 'error',
      from: { path: server, pathNot: [`${server}cli/`, tests] },
      to: { path: `${server}main\\.ts$` },
    },
    {
      name: 'no-test-in-source',
      severity: 'error',
      from: { path: '^(server|client-sdk)/src/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'sdk-stands-alone',
      severity: 'error',
      from: { path: '^client-sdk/src/' },
      to: { path: '^(server|benchmarks|models|scripts)/' },
    },
    {
      name: 'sdk-by-its-name',
      comment: 'Callers in this repository see of the SDK what any other caller sees.',
      severity: 'error',
      from: { path: '^(server|benchmarks)/' },
      to: { path: '^client-sdk/src/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^client-sdk/dist/'] },
    tsConfig: { fileName: 'server/tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
