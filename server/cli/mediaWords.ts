// What operators are told of classes and their media, in lines of a terminal.
import type { Placed, PlacementReason } from '../../shared/contract/http/decisions.ts'
import type { NodeEvent, NotedEvent } from '../../shared/contract/http/nodes.ts'
import type {
  Alert,
  ClassPart,
  NotedDecision,
  Outlook,
} from '../../shared/contract/http/operation.ts'

/** Small ones with a decimal: nothing is never quite nothing. */
export const percent = (share: number): string =>
  `${share < 0.1 ? Math.round(share * 1_000) / 10 : Math.round(share * 100)} %`

const counted = (people: number): string => (people === 1 ? '1 person' : `${people} people`)
const are = (people: number): string => `${counted(people)} ${people === 1 ? 'is' : 'are'}`

const scarce = {
  cpu: 'CPU',
  consumers: 'streams',
  packetsOutPerSecond: 'packets',
  bitsOutPerSecond: 'outgoing data',
} as const

const rules = {
  together: 'the class fits one node, and some of it was there',
  lesserOfTwo: 'the one with less to do of two drawn for the class',
  onlyOne: 'no other node could be taken',
  classFull: 'the nodes that had the class were full',
  spread: 'the class is large, and this node had clearly less to do',
  nearby: 'the class is large, and none of two others had clearly less to do',
  allFull: 'all nodes were full, and this one had least to do',
  noneOpen: 'all nodes that are up drain or are out of reach of the server',
} as const

const causes: Readonly<Record<Placed['why'], (from: string) => string>> = {
  came: () => '',
  drained: (from) => `${from} drains; `,
  cutOff: (from) => `${from} is cut off from another node of the class; `,
  lost: (from) => `${from} was lost; `,
  anew: (from) => `media was built anew after ${from}; `,
}

export const reason = ({ why, from, reason: by }: Placed): string =>
  `${causes[why](from ?? 'another node')}${choice(by)}`

function choice({ rule, among, people, expects }: PlacementReason): string {
  const figures = among.map(({ node, load, scarcest, draining }) => {
    const drains = draining ? ', drains' : ''
    return `${node} ${percent(load)} of its limit by ${scarce[scarcest]}${drains}`
  })
  return `${rules[rule]} (${figures.join('; ')}; for ${counted(people)}, ${percent(expects)} of a node)`
}

const losses = {
  workerDied: 'a worker died',
  unheard: 'no server hears it',
  restarted: 'it was started anew',
} as const

const kinds = {
  camera: 'camera',
  microphone: 'microphone',
  document: 'document camera',
  screen: 'screen',
  screenAudio: 'screen sound',
} as const

const source = ({ name, kind }: NotedDecision['sources'][number]): string =>
  `${kinds[kind]} of ${name ?? 'somebody'}`

function said({ decision, name: known, sources }: NotedDecision): string {
  const name = known ?? 'somebody'
  switch (decision.kind) {
    case 'placed': {
      const { node, from } = decision
      const came = from === null || from === node ? `on ${node}` : `from ${from} to ${node}`
      return `${name} placed ${came}: ${reason(decision)}`
    }
    case 'moving': {
      const { from, cutFrom: other } = decision
      const why = other === null ? '' : `: nothing comes through between it and ${other}`
      return `${name} asked to move away from ${from}${why}`
    }
    case 'stayed':
      return `${name} could not come to ${decision.to} and stays on ${decision.node}`
    case 'left':
      return `${name} left ${decision.node}`
    case 'piped':
    case 'unpiped': {
      const { kind, from, to } = decision
      const more = decision.sources - sources.length
      const others = more > 0 ? [`${more} more`] : []
      return `${kind} from ${from} to ${to}: ${[...sources.map(source), ...others].join(', ')}`
    }
    case 'lost':
      return `${decision.node} lost, ${losses[decision.why]}: ${counted(decision.people)} placed anew`
    case 'tooMuch':
      return `${decision.node} ended the ${kinds[decision.source]} of ${name}: it sent far too much`
    case 'nowhere':
      return `${name} could not be placed: no media node can be reached`
    case 'drained':
      return `${decision.node} drains; ${are(decision.people)} there of this class`
    case 'undrained':
      return `${decision.node} takes people again`
    case 'ended':
      return 'the class ended'
  }
}

const exactly = (at: number) => new Date(at).toISOString().slice(0, 23).replace('T', ' ')

export const logged = (one: NotedDecision): string => `${exactly(one.at)}  ${one.by}  ${said(one)}`

function became(node: string, event: NodeEvent): string {
  switch (event.kind) {
    case 'lost':
      return `${node} lost, ${losses[event.why]}: ${counted(event.people)} placed anew`
    case 'drained':
      return `${node} drains within ${event.within} s; ${are(event.people)} there`
    case 'undrained':
      return `${node} takes people again; ${are(event.people)} there`
    case 'returned':
      return `${node} is back`
    case 'emptied':
      return `${node} is empty and may be stopped`
    case 'forgotten':
      return `${node} is forgotten`
  }
}

/** What became of a node, and below it who went where. */
export function happened({ at, by, node, event, went }: NotedEvent): string[] {
  const lines = went.map(({ title, to, people, names }) => {
    const more = people > names.length ? [`${people - names.length} more`] : []
    return `    ${title ?? 'a class'} to ${to}: ${[...names, ...more].join(', ')}`
  })
  return [`${exactly(at)}  ${by}  ${became(node, event)}`, ...lines]
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

export function occupant({ name, here, sources, placed, movesTo }: Occupant): string {
  const sends = sources
    .map(({ kind, paused }) => (paused ? `${kinds[kind]} (off)` : kinds[kind]))
    .join(', ')
  const moves = movesTo === null ? 'not written down' : `moves to ${movesTo}`
  const why = placed?.decision.kind === 'placed' ? reason(placed.decision) : moves
  const away = here ? '' : ', connection lost'
  return `  ${name ?? 'somebody'}${away}${sends === '' ? '' : ` with ${sends}`}: ${why}`
}

/** A number of people, nodes or versions, or a share. */
const figures: Readonly<Record<Alert['alert'], (figure: number) => string>> = {
  LyceumNoMedia: () => 'no media node takes people',
  LyceumOneMediaNode: (others) => `the only one that takes people; ${others} more do not`,
  LyceumSfuAway: (people) => `gone, with ${counted(people)} last`,
  LyceumWorkerDied: (people) => `a worker died of late, with ${counted(people)}`,
  LyceumMediaNodeFull: (share) => `its busiest worker carries ${percent(share)} of what it can`,
  LyceumMediaNearlyFull: (share) => `media nodes carry ${percent(share)} of what they can`,
  LyceumVersionsMixed: (versions) => `nodes run ${versions} versions`,
  LyceumDrainLate: (people) => `should be empty, and has ${counted(people)}`,
  LyceumClassTooLarge: (share) => `takes ${percent(share)} of what media nodes have`,
}

export function alarm({ alert, level, about, figure }: Alert): string[] {
  const link = `docs/runbooks.md#${alert.toLowerCase()}`
  return [level, alert, about ?? '-', figures[alert](figure), link]
}
