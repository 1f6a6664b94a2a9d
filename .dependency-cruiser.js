/** The rooms, as architecture.md draws them: each may import from those before it, never from those behind it. */
const ROOMS = [
  'platform',
  'tables',
  'windows',
  'values',
  'graph',
  'projects',
  'access',
  'changes',
  'runs',
  'artifacts',
  'datasets',
  'features',
  'training-sets',
  'stewardship',
  'models',
  'deployments',
  'lineage',
  'integrations',
  'http',
];

/** Files that stand above the rooms and may know them. */
const FILES_ON_TOP = '^src/(app|service|main|config)\\.ts$';
const TOP = `${FILES_ON_TOP}|^src/(commands|demo|opening|processes|settings)/`;

const roomOrder = ROOMS.map((room, index) => ({
  name: `${room}-imports-only-from-its-left`,
  comment: 'If A needs B and B needs A, the field belongs to the later room, which extends the inner type.',
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: [...ROOMS.slice(index + 1).map((later) => `^src/${later}/`), TOP] },
}));

/** The rooms within a room, in the same way. Files of the room itself stand outside of them all: its face, its use cases. */
const SUBROOMS = {
  platform: [
    'package',
    'text',
    'time',
    'turns',
    'memory',
    'telemetry',
    'outbound',
    'database',
    'http',
    'jobs',
    'graphql',
  ],
  tables: ['csv', 'parquet'],
  windows: ['grammar', 'sql'],
  values: ['arrow'],
  access: ['rights', 'tokens', 'keys', 'guard'],
  graph: ['names', 'nodes', 'origins', 'edges', 'walks', 'references', 'finding', 'guards', 'editing', 'graphql'],
  projects: ['quotas'],
  changes: ['record', 'seal', 'feed', 'audit', 'events', 'graphql', 'webhooks', 'sinks'],
  runs: [
    'record',
    'goals',
    'series',
    'logging',
    'lifecycle',
    'tree',
    'filters',
    'finding',
    'search',
    'compare',
    'graphql',
  ],
  artifacts: ['content', 'files', 'graphql'],
  http: ['artifacts'],
  features: ['definitions', 'lookups', 'signatures', 'publishing', 'services', 'ingest'],
  'training-sets': ['spines', 'keys', 'building', 'files', 'graphql'],
  stewardship: ['entity-rights', 'retention'],
  models: ['versions', 'files', 'history', 'aliases', 'stages', 'finding', 'signatures', 'promotion', 'cards'],
  deployments: ['environments', 'bindings', 'readers', 'shifts', 'comparison'],
  lineage: [
    'walk',
    'places',
    'columns',
    'graphql',
    'frozen',
    'paths',
    'diff',
    'impact',
    'contamination',
    'skew',
    'guard',
    'live',
  ],
  integrations: ['openlineage', 'mlflow', 'mcp', 'feast'],
  demo: ['model', 'flights', 'telling'],
};

const subroomOrder = Object.entries(SUBROOMS).flatMap(([room, subrooms]) =>
  subrooms.slice(0, -1).map((subroom, index) => ({
    name: `${room}-${subroom}-imports-only-from-its-left`,
    comment: `Within ${room}: ${subrooms.join(' ← ')}.`,
    severity: 'error',
    from: { path: `^src/${room}/${subroom}/` },
    to: { path: subrooms.slice(index + 1).map((later) => `^src/${room}/${later}/`) },
  })),
);

/** Where a file may stand: in a room, and in one of its rooms where it has any, or above them all. */
const KNOWN = [
  FILES_ON_TOP,
  '^src/(commands|opening|processes|settings)/',
  ...[...ROOMS, 'demo'].flatMap((room) => [
    `^src/${room}/[^/]+$`,
    ...(SUBROOMS[room] ?? []).map((subroom) => `^src/${room}/${subroom}/`),
  ]),
];

const UNKNOWN = { path: '^src/', pathNot: KNOWN };

export default {
  forbidden: [
    {
      name: 'no-unknown-rooms',
      comment: 'A file that no rule knows: name its room above, and which rooms it stands behind.',
      severity: 'error',
      from: UNKNOWN,
      to: {},
    },
    {
      name: 'no-imports-from-unknown-rooms',
      comment: 'The same, for a file that imports nothing itself.',
      severity: 'error',
      from: {},
      to: UNKNOWN,
    },
    ...roomOrder,
    ...subroomOrder,
    {
      name: 'faces-are-for-app-alone',
      comment: 'A module builds the face of a room; others ask for what it offers.',
      severity: 'error',
      from: { pathNot: '^src/app\\.ts$|\\.module\\.ts$' },
      to: { path: '\\.module\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or the shared part is a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'packages-know-nothing-of-the-service',
      comment: 'They could stand alone: the service is built on them, or is reached through the API.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(src|migrations|bench|test)/' },
    },
    {
      name: 'packages-are-taken-by-their-name',
      comment: 'What is not among the exports of its package.json is for itself.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^packages/', dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'demo-uses-the-public-api',
      comment: 'What the demo can do, every client can do.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: { path: '^(src|migrations)/', pathNot: '^src/(demo/|service\\.ts$|config\\.ts$)' },
    },
    {
      name: 'demo-is-loaded-on-demand',
      comment: 'Its data and its training library are not installed in production.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/demo/' },
      to: { path: '^src/demo/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'commands-go-through-the-service',
      comment:
        'app.ts is the only file that knows every room. What an assistant asks by `headwater mcp` goes through the service too, in the words of its route.',
      severity: 'error',
      from: { path: '^src/(commands/|main\\.ts$|service\\.ts$)' },
      to: {
        pathNot: '^src/integrations/mcp/headwater-mcp\\.ts$',
        path: ROOMS.filter((room) => !['platform', 'tables', 'windows'].includes(room)).map((room) => `^src/${room}/`),
      },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must do tomorrow what it did when it was written, whatever happens to the code.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|bench|test)/' },
    },
    {
      name: 'nothing-needs-tests-or-benchmarks',
      comment: 'They are not part of the service.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^(bench|test)/' },
    },
    {
      name: 'no-development-packages-in-the-service',
      comment: '`npm ci --omit=dev` has to be enough to run it. Vite bundles what the console needs.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/demo/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-unknown-imports',
      comment: 'A file that is not there, or a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-unnamed-packages',
      comment: 'It works by accident, through a package that another package brings.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API, which the parser of choice needs.
    parser: 'swc',
    // It reads no JSX; test/architecture looks at the imports of the pages themselves.
    exclude: { path: '^packages/console/app/' },
    doNotFollow: { path: 'node_modules' },
    // Types are dependencies too: a room that names a later one's type knows of it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
