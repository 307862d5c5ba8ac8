// The arrows of the architecture: client → shared ← server, sfu, recorder; infra may use anything
// and nobody but a test uses infra. Each rule has a planted breach in infra/check/fixtures/arrows.

const tests = '\\.test\\.ts$|/testing(\\.ts$|/)'
const wireTests = '\\.wire\\.test\\.ts$'

/** @type {(name: string, comment: string, arrow: { from: object, to: object }) => { name: string }} */
const forbid = (name, comment, arrow) => ({ name, comment, severity: 'error', ...arrow })

/** One process never imports another; they meet at the wire. Wire tests start several. */
const apart = (folder, others) =>
  forbid(`${folder}-stands-apart`, `${folder} knows shared and itself.`, {
    from: { path: `^${folder}/`, pathNot: wireTests },
    to: { path: `^(${others})/` },
  })

const forbidden = [
  forbid('shared-stands-alone', 'shared knows no other folder.', {
    from: { path: '^shared/' },
    to: { path: '^(client|server|sfu|recorder|infra)/' },
  }),
  forbid(
    'shared-runs-anywhere',
    'shared runs in a browser too, but for the channel between nodes.',
    {
      from: { path: '^shared/', pathNot: [tests, '^shared/channel/'] },
      to: { dependencyTypes: ['core'] },
    },
  ),
  forbid('channel-is-for-nodes', 'The channel between nodes is Node’s: no browser loads it.', {
    from: { path: '^(client|shared)/', pathNot: '^shared/channel/' },
    to: { path: '^shared/channel/' },
  }),
  apart('client', 'server|sfu|recorder'),
  apart('server', 'client|sfu|recorder'),
  apart('sfu', 'client|server|recorder'),
  apart('recorder', 'client|server|sfu'),
  forbid('infra-is-nobodys', 'Only infra uses infra.', {
    from: { path: '^(client|server|sfu|recorder)/', pathNot: tests },
    to: { path: '^infra/' },
  }),
  forbid('tests-use-fixtures', 'Of infra, a test uses the fixtures only.', {
    from: { path: '^(client|server|sfu|recorder)/.*\\.test\\.ts$' },
    to: { path: '^infra/', pathNot: '^infra/test/' },
  }),
  forbid(
    'log-knows-storage-only',
    'The log is generic: it knows storage, the one clock and no domain.',
    {
      from: { path: '^server/log/', pathNot: wireTests },
      to: { path: '^server/', pathNot: '^server/((log|storage)/|clock\\.ts$)' },
    },
  ),
  forbid('domains-know-no-roots', 'A domain is wired by the root, and never reaches for it.', {
    from: { path: '^server/[^/]+/', pathNot: [tests, '^server/(gateway|live)/'] },
    to: { path: '^server/((app|main)\\.ts$|gateway/)' },
  }),
  forbid('siblings-never-meet', 'A cross-domain effect is a fact heard from the room.', {
    from: { path: '^server/(catalogue|media|presence)/', pathNot: tests },
    to: { path: '^server/(catalogue|media|presence)/', pathNot: '^server/$1/' },
  }),
  forbid('no-cycles', 'Two files that need each other are one, or three.', {
    from: {},
    to: { circular: true },
  }),
  forbid('tests-are-leaves', 'Nothing imports a test.', {
    from: {},
    to: { path: '\\.test\\.ts$' },
  }),
  forbid('dev-stays-dev', 'What runs in production is a dependency.', {
    from: { path: '^(client|server|sfu|recorder|shared)/', pathNot: [tests, '^client/build/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  }),
  forbid('everything-resolves', 'An import leads somewhere.', {
    from: {},
    to: { couldNotResolve: true },
  }),
]

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^infra/check/fixtures/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
