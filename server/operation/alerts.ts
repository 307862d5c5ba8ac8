// What is wrong with media nodes and classes now, as far as servers know it without any monitoring; the names are
// those of the runbook. Pure.
import type { MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import type { Alert, Outlook } from '../../shared/contract/http/operation.ts'
import { shareOf } from '../../shared/contract/sfu.ts'
import { takesPeople } from '../../shared/nodeTotals.ts'

/** Of what a worker takes: as the rules of the monitoring have it. */
const fullFrom = 0.95
const nearlyFullFrom = 0.7

export interface Situation {
  readonly nodes: readonly MediaNodeEntry[]
  /** Every version that servers and media nodes run. */
  readonly versions: readonly string[]
  /** Workers that died of late, by node, with how many people had media there. */
  readonly deaths: readonly { readonly node: string; readonly people: number }[]
  readonly classes: readonly Outlook[]
  readonly now: number
}

const ofInstallation = { about: null, room: null } as const
const ofNode = (about: string) => ({ about, room: null })

const sharesOf = ({ facts }: MediaNodeEntry) => facts.workers.map(shareOf)
const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function ofEach(entry: MediaNodeEntry): Alert[] {
  const { node, heard, draining, facts } = entry
  // It was emptied to be stopped.
  if (!heard && draining && facts.people === 0) return []
  if (!heard)
    return [{ alert: 'LyceumSfuAway', level: 'page', ...ofNode(node), figure: facts.people }]
  const worst = Math.max(0, ...sharesOf(entry))
  if (worst <= fullFrom) return []
  return [{ alert: 'LyceumMediaNodeFull', level: 'page', ...ofNode(node), figure: worst }]
}

function ofAll(nodes: readonly MediaNodeEntry[]): Alert[] {
  const open = nodes.filter(takesPeople)
  if (open.length === 0)
    return [{ alert: 'LyceumNoMedia', level: 'page', ...ofInstallation, figure: 0 }]
  const figure = mean(open.map((entry) => mean(sharesOf(entry))))
  if (figure <= nearlyFullFrom) return []
  return [{ alert: 'LyceumMediaNearlyFull', level: 'page', ...ofInstallation, figure }]
}

/** The last one that takes people, while there are others that do not. */
function lastOpen(nodes: readonly MediaNodeEntry[]): Alert[] {
  const [last, ...more] = nodes.filter(takesPeople)
  if (last === undefined || more.length > 0 || nodes.length === 1) return []
  const figure = nodes.length - 1
  return [{ alert: 'LyceumOneMediaNode', level: 'ticket', ...ofNode(last.node), figure }]
}

const late = ({ node, heard, drain, facts: { people } }: MediaNodeEntry, now: number): Alert[] =>
  heard && drain !== null && drain.by < now && people > 0
    ? [{ alert: 'LyceumDrainLate', level: 'ticket', ...ofNode(node), figure: people }]
    : []

const tooLarge = ({ verdict, title, room, together }: Outlook): Alert[] =>
  verdict !== 'tooLarge'
    ? []
    : [{ alert: 'LyceumClassTooLarge', level: 'ticket', about: title, room, figure: together }]

/** What is worst comes first. */
export function alertsOf({ nodes, versions, deaths, classes, now }: Situation): Alert[] {
  const kinds = new Set(versions).size
  const mixed: Alert[] =
    kinds < 2
      ? []
      : [{ alert: 'LyceumVersionsMixed', level: 'ticket', ...ofInstallation, figure: kinds }]
  const died = deaths.map(({ node, people }): Alert => ({
    alert: 'LyceumWorkerDied',
    level: 'ticket',
    ...ofNode(node),
    figure: people,
  }))
  const all = [
    ...ofAll(nodes),
    ...nodes.flatMap(ofEach),
    ...lastOpen(nodes),
    ...died,
    ...nodes.flatMap((node) => late(node, now)),
    ...classes.flatMap(tooLarge),
    ...mixed,
  ]
  const isPage = ({ level }: Alert) => level === 'page'
  return [...all.filter(isPage), ...all.filter((one) => !isPage(one))]
}
