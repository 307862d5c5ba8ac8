// The nodes of the installation as they are now and were in the last minutes, for the pages that show them.
import type { MediaNodeEntry, ServerEntry } from '../../../shared/contract/http/nodes.ts'
import { totalsOf } from '../../../shared/nodeTotals.ts'
import type { Api } from '../../api/api.ts'
import { Loaded } from '../loaded.svelte.ts'
import { keepFresh } from './fresh.svelte.ts'
import { Trends } from './trends.svelte.ts'

/** Asked for each time: a browser may refuse it. */
const tab = {
  getItem: (name: string) => sessionStorage.getItem(name),
  setItem: (name: string, value: string) => sessionStorage.setItem(name, value),
}

interface Nodes {
  readonly media: readonly MediaNodeEntry[]
  readonly servers: readonly ServerEntry[]
}

/** What is gone, or says nothing, has no figures now. */
const figuresOf = ({ media, servers }: Nodes) =>
  Object.fromEntries<Readonly<Record<string, number>>>([
    ...media
      .filter(({ heard }) => heard)
      .map(({ node, facts }) => [node, { ...totalsOf(facts), people: facts.people }] as const),
    ...servers.flatMap(({ node, facts }) =>
      facts === null ? [] : [[node, { cpu: facts.cpu, connections: facts.connections }] as const],
    ),
  ])

/** Called while a component is made. */
export function watchNodes(api: Api) {
  const trends = new Trends(tab)
  const loaded = new Loaded(async () => {
    const nodes = await api.call('nodes.list')
    trends.hear(Date.now(), figuresOf(nodes))
    return nodes
  })
  keepFresh(loaded)
  return { loaded, trends }
}
