// The walls between the rooms (docs/architecture.md): which folder of src may import which.
const rooms = {
  // Codes and English lines of what can go wrong: every room may make a problem.
  problems: [],
  base: [],
  config: ['base'],
  protocol: ['base', 'config'],
  gpu: ['base'],
  ops: ['base', 'gpu'],
  model: ['base', 'config', 'gpu', 'ops'],
  formats: ['base'],
  text: ['base'],
  hub: ['base', 'protocol'],
  checkpoint: ['base', 'config', 'formats', 'model', 'text'],
  corpus: ['base', 'text', 'protocol'],
  spice: ['base', 'config', 'protocol'],
  players: ['base', 'spice', 'model', 'text', 'protocol'],
  training: ['base', 'config', 'protocol', 'spice', 'players', 'model', 'text'],
  study: ['base', 'config', 'protocol', 'spice', 'players', 'training'],
  engine: [
    'base',
    'hub',
    'config',
    'protocol',
    'gpu',
    'ops',
    'model',
    'formats',
    'text',
    'checkpoint',
    'corpus',
    'spice',
    'players',
    'training',
    'study',
  ],
  replay: ['base', 'config', 'protocol', 'spice'],
  storage: ['base', 'protocol'],
  // `judge` and `read` show verifier and readers as they are; `share` writes a format of its own.
  cli: ['spice', 'corpus', 'engine', 'formats', 'hub', 'study', 'protocol', 'config', 'base'],
  // As `worker.ts` and the command line's main: joins the engine to stores, for callers.
  library: [
    'base',
    'config',
    'protocol',
    'formats',
    'checkpoint',
    'spice',
    'players',
    'corpus',
    'engine',
    'storage',
  ],
  state: ['base', 'config', 'protocol', 'spice', 'replay'],
  ui: ['state', 'config', 'protocol', 'spice', 'base'],
}

// What is chosen by name is listed where it is made, and the configuration takes the names from the list. A
// list imports nothing, so that neither a cycle nor the rules come with it.
const nameLists = ['^src/spice/[a-z]+/names\\.ts$']

const walls = Object.entries(rooms).map(([room, allowed]) => ({
  name: `wall-${room}`,
  comment: `src/${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other room'}.`,
  severity: 'error',
  from: {
    path: `^src/${room}/`,
    pathNot: ['\\.test\\.tsx?$', '^src/(cli/main|library/node)\\.ts$', '^src/spice/testing/'],
  },
  to: {
    path: '^src/',
    pathNot: [
      ...[room, 'problems', ...allowed].map((name) => `^src/${name}/`),
      ...(room === 'config' ? nameLists : []),
    ],
  },
}))

module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'name-lists-import-nothing',
      comment:
        'The configuration imports them: no cycle, and none of the rules, may come with a list of names.',
      severity: 'error',
      from: { path: nameLists },
      to: { path: '.' },
    },
    {
      name: 'references-import-nothing',
      comment: 'A reference is the definition of an operation: plain loops in f64, no imports.',
      severity: 'error',
      from: { path: '^shaders/.*\\.ref\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'shaders-stand-alone',
      severity: 'error',
      from: { path: '^shaders/' },
      to: { path: '^src/', pathNot: ['^src/gpu/', '^src/ops/', '^src/base/', '^src/cli/dawn\\.ts$'] },
    },
    {
      name: 'shaders-only-from-ops',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/ops/', '\\.test\\.ts$'] },
      to: { path: '^shaders/' },
    },
    {
      name: 'tests-are-leaves',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
