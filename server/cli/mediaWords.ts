// What operators are told of classes and their media, in lines of a terminal.
import type { Decision, PlacementReason } from '../../shared/contract/http/decisions.ts'
import type {
  Alert,
  ClassPart,
  NotedDecision,
  Outlook,
} from '../../shared/contract/http/operation.ts'

export const percent = (share: number) => `${Math.round(share * 100)} %`

const scarce = {
  cpu: 'CPU',
  consumers: 'streams',
  packetsOutPerSecond: 'packets',
  bitsOutPerSecond: 'outgoing data',
} as const

const rules = {
  together: 'the class fits one node, and this one had it',
  lesserOfTwo: 'the one with less to do of two drawn for the class',
  spread: 'the class is large, and this node had clearly less to do',
  nearby: 'the class is large, and no other node had clearly less to do',
  allFull: 'all nodes were full, and this one had least to do',
} as const

export function reason({ rule, among, people, expects }: PlacementReason): string {
  const figures = among.map(({ node, load, scarcest, draining }) => {
    const drains = draining ? ', drains' : ''
    return `${node} ${percent(load)} of its limit by ${scarce[scarcest]}${drains}`
  })
  return `${rules[rule]} (${figures.join('; ')}; for ${people} people, ${percent(expects)} of a node)`
}

const losses = {
  workerDied: 'a worker died',
  unheard: 'no server hears it',
  restarted: 'it was started anew',
} as const

function said(decision: Decision, name: string): string {
  switch (decision.kind) {
    case 'placed': {
      const { node, from } = decision
      const came = from === null || from === node ? `on ${node}` : `from ${from} to ${node}`
      return `${name} placed ${came}: ${reason(decision.reason)}`
    }
    case 'moving':
      return `${name} asked to move away from ${decision.from}`
    case 'left':
      return `${name} left ${decision.node}`
    case 'piped':
    case 'unpiped':
      return `${decision.sources} sources ${decision.kind} from ${decision.from} to ${decision.to}`
    case 'lost':
      return `${decision.node} lost, ${losses[decision.why]}: ${decision.people} people placed anew`
    case 'nowhere':
      return `${name} could not be placed: no media node can be reached`
    case 'drained':
      return `${decision.node} drains; ${decision.people} people of this class are there`
    case 'undrained':
      return `${decision.node} takes people again`
    case 'ended':
      return 'the class ended'
  }
}

export function logged({ at, by, decision, name }: NotedDecision): string {
  const time = new Date(at).toISOString().slice(0, 23).replace('T', ' ')
  return `${time}  ${by}  ${said(decision, name ?? 'somebody')}`
}

const verdicts = {
  fits: 'fits',
  tight: 'just fits',
  tooLarge: 'does not fit',
  noNodes: 'no media nodes',
} as const

const expectations = {
  present: 'there now',
  enrolled: 'enrolled',
  lastTime: 'came last time',
  places: 'places',
  assumed: 'assumed',
} as const

export const fit = ({ verdict, nodesMissing }: Outlook): string =>
  nodesMissing === 0 ? verdicts[verdict] : `${verdicts[verdict]}: add ${nodesMissing}`

export const expected = ({ expected: count, expectation }: Outlook): string =>
  `${count} ${expectations[expectation]}`

type Occupant = ClassPart['people'][number]

export function occupant({ name, here, sources, placed }: Occupant): string {
  const sends = sources.map(({ kind, paused }) => (paused ? `${kind} (off)` : kind)).join(', ')
  const why =
    placed?.decision.kind === 'placed' ? reason(placed.decision.reason) : 'not written down'
  const away = here ? '' : ', connection lost'
  return `  ${name ?? 'somebody'}${away}${sends === '' ? '' : ` with ${sends}`}: ${why}`
}

/** A number of people, nodes or versions, or a share. */
const figures: Readonly<Record<Alert['alert'], (figure: number) => string>> = {
  LyceumNoMedia: () => 'no media node takes people',
  LyceumSfuAway: (people) => `gone, with ${people} people last`,
  LyceumWorkerDied: (people) => `a worker died of late, with ${people} people`,
  LyceumMediaNodeFull: (share) => `its busiest worker carries ${percent(share)} of what it can`,
  LyceumMediaNearlyFull: (share) => `media nodes carry ${percent(share)} of what they can`,
  LyceumVersionsMixed: (versions) => `nodes run ${versions} versions`,
  LyceumDrainLate: (people) => `should be empty, and has ${people} people`,
  LyceumClassTooLarge: (share) => `takes ${percent(share)} of what media nodes have`,
}

export function alarm({ alert, level, about, figure }: Alert): string[] {
  const link = `docs/runbooks.md#${alert.toLowerCase()}`
  return [level, alert, about ?? '-', figures[alert](figure), link]
}
