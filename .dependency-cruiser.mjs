// The arrows of the house. A report goes one way through it (ingest, log, recorder, log, projector, read model, query),
// and so do the imports: each rule says why. `test/architecture.spec.ts` plants a breach of every one.

/** Which rooms a room may enter. A room that is not named here may be entered by nobody but `apps/clemency`. */
const MAY_ENTER = {
  'libs/domain': { rooms: [], because: 'the vocabulary and the rules depend on nothing that could change under them' },
  'libs/extraction': { rooms: ['domain'], because: 'reading prose is a plain function of the text' },
  'libs/transparency': {
    rooms: [],
    because: "other people's tools verify the same trees, so nothing of ours is in them",
  },
  'libs/log': { rooms: ['domain'], because: 'the log keeps bytes in order and knows nothing of what is made of them' },
  'libs/register': {
    rooms: ['domain', 'log'],
    because: 'which report came first is read from the log and nowhere else',
  },
  'libs/read-models': { rooms: ['domain'], because: 'rows are a pure function of events, wherever those came from' },
  'libs/process': { rooms: [], because: 'how a program begins and ends has nothing to do with what it does' },
  'libs/service': { rooms: ['process'], because: 'what every service has must not know what any of them does' },
  'apps/ingest': {
    rooms: ['domain', 'log', 'register', 'service'],
    because: 'it makes reports durable and reads none',
  },
  'apps/recorder': {
    rooms: ['domain', 'extraction', 'log', 'register', 'service'],
    because: 'it writes events and sees no row, so that a replay gives the same events',
  },
  'apps/projector': {
    rooms: ['domain', 'log', 'register', 'read-models', 'service'],
    because: 'rows come from the log alone, so that they can be made again',
  },
  'apps/query': {
    rooms: ['domain', 'read-models', 'service'],
    because: 'it answers from the read models and never touches the log',
  },
  'apps/audit': {
    rooms: ['domain', 'log', 'register', 'read-models', 'transparency', 'service'],
    because: 'it walks the same way again, from the log',
  },
};

const TESTS = '(\\.spec\\.ts$|/testing/)';
const JUNK = '^(apps|libs|test)/.*(?<=/)(common|shared|util|utils|core|helper|helpers)(/|[.])';

const arrows = Object.entries(MAY_ENTER).map(([room, { rooms, because }]) => ({
  name: `arrow-${room.replace('/', '-')}`,
  comment: `${room} may enter ${rooms.map((name) => `libs/${name}`).join(', ') || 'no room of ours'}: ${because}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(apps|libs)/', pathNot: [`^${room}/`, ...rooms.map((name) => `^libs/${name}/`)] },
}));

const pure = ['domain', 'extraction', 'transparency'].map((room) => ({
  name: `pure-${room}`,
  comment:
    `libs/${room} is pure: no files, no network, no clock, no database. The same input gives the same output, ` +
    `also in ten years' replay${room === 'extraction' ? '' : '; node:crypto serves for hashing'}.`,
  severity: 'error',
  from: { path: `^libs/${room}/`, pathNot: TESTS },
  to: { dependencyTypes: ['core'], ...(room === 'extraction' ? {} : { pathNot: '^(node:)?crypto$' }) },
}));

const rules = [
  {
    name: 'no-cycle',
    comment: 'Two files that need each other are one file, or a third is missing.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'index-only',
    comment: 'A room is entered by its index, which is what it promises; the rest is free to change.',
    severity: 'error',
    from: { path: '^(apps|libs)/([^/]+)/' },
    to: {
      path: '^libs/',
      pathNot: [
        '^$1/$2/',
        '^libs/[^/]+/src/index\\.ts$',
        '^libs/extraction/src/extractor\\.ts$',
        // For tests, as `tests-stay-tests` says.
        '^libs/domain/src/testing/examples\\.ts$',
      ],
    },
  },
  {
    name: 'apps-apart',
    comment:
      'Apps meet in the log, not in imports: each may run by itself. Only apps/clemency, all in one, imports them.',
    severity: 'error',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/clemency/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'libs-below-apps',
    comment: 'A lib that knew an app could serve no other.',
    severity: 'error',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  },
  {
    name: 'kafka-in-the-log',
    comment:
      'The Kafka client is named in libs/log alone, so that another one can take its place. Only the stories in test/ ' +
      'use it as a stranger would, who writes to the inbox with a client of his own.',
    severity: 'error',
    from: { pathNot: '^(libs/log|test)/' },
    to: { path: 'node_modules/kafkajs/' },
  },
  {
    name: 'nest-at-the-edges',
    comment: 'Nest wires; what is wired does not know it. The one file of libs/log is a Nest transport.',
    severity: 'error',
    from: { pathNot: '^(apps/|libs/service/|libs/log/src/transport\\.|test/|node_modules/)' },
    to: { path: 'node_modules/@nestjs/' },
  },
  {
    name: 'typeorm-in-the-read-models',
    comment: 'Tables are described where their rows are; nobody else needs a mapper.',
    severity: 'error',
    from: { pathNot: '^(apps/|libs/read-models/|test/|node_modules/)' },
    to: { path: 'node_modules/typeorm/' },
  },
  {
    name: 'pure-packages',
    comment: 'A pure room that takes a database client, a broker client, a server or a logger is pure no more.',
    severity: 'error',
    from: { path: '^libs/(domain|extraction|transparency)/', pathNot: TESTS },
    to: { path: 'node_modules/(pg|typeorm|kafkajs|pino|fastify|piscina|@nestjs)/' },
  },
  {
    name: 'tests-stay-tests',
    comment: 'What runs in production imports no test and nothing that serves tests.',
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: TESTS },
    to: { path: ['^test/', TESTS] },
  },
  {
    name: 'declared-packages',
    comment: 'A package that package.json does not name as a dependency is not there after `npm ci --omit=dev`.',
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere fails only when it is reached. What is built may not be there yet.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '/dist/' },
  },
  {
    name: 'no-junk-drawer',
    comment:
      'common, shared, utils, core, helpers: a name that says nothing collects everything. Name it for what it does.',
    severity: 'error',
    from: {},
    to: { path: JUNK },
  },
  {
    name: 'no-junk-drawer-either',
    comment: 'The same for a file in there that nobody imports yet.',
    severity: 'error',
    from: { path: JUNK },
    to: {},
  },
];

export default {
  forbidden: [...arrows, ...pure, ...rules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    // Also what only types take: an arrow is an arrow.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
