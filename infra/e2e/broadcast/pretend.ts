// A class that says there is a broadcast although no recorder is joined to its server: what the page hears of its class is
// changed on its way, and what it asks for of the broadcast is answered here.
import type { Page, WebSocketRoute } from 'playwright-core'
import type { BroadcastSlice } from '../../../shared/room/broadcast.ts'

type Answer = (input: unknown) => unknown

export interface Pretence {
  /** What the class says from now on. */
  say(slice: BroadcastSlice): void
  /** What the server tells whoever may hear it. */
  signal(name: string, data: unknown): void
}

interface Snapshot {
  readonly state: object
}

const withSlice = (snapshot: Snapshot, broadcast: BroadcastSlice): Snapshot => ({
  ...snapshot,
  state: { ...snapshot.state, broadcast },
})

/** A packet of Socket.IO: its kind with the number of what it answers, and what it holds. */
function packetOf(message: string): { readonly head: string; readonly body: unknown[] } | null {
  const found = /^(4[23]\d*)(\[.*\])$/s.exec(message)
  if (found === null) return null
  return { head: found[1] ?? '', body: JSON.parse(found[2] ?? '[]') as unknown[] }
}
const packet = (head: string, body: unknown[]): string => `${head}${JSON.stringify(body)}`

/** Of one page, before it goes to its class. `origin` is where what is under `/hls/` is. */
export async function pretend(
  page: Page,
  origin: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<Pretence> {
  let slice: BroadcastSlice = { current: null, ended: null }
  let last: Snapshot | null = null
  let wire: WebSocketRoute | null = null

  const fromServer = (message: string): string => {
    const { head, body } = packetOf(message) ?? { head: '', body: [] }
    if (head !== '42') return message
    const [name, data] = body as [string, { snapshot?: Snapshot } & Snapshot]
    if (name === 'welcome' && data.snapshot !== undefined) {
      last = data.snapshot
      return packet(head, [name, { ...data, snapshot: withSlice(data.snapshot, slice) }])
    }
    if (name !== 'view') return message
    last = data
    return packet(head, [name, withSlice(data, slice)])
  }
  /** True when it was answered here. */
  const toServer = (message: string): boolean => {
    const { head, body } = packetOf(message) ?? { head: '', body: [] }
    const [, call] = body as [string, { readonly name: string; readonly input: unknown }?]
    const answer = call === undefined ? undefined : answers[call.name]
    if (answer === undefined || call === undefined) return false
    wire?.send(packet(head.replace('42', '43'), [{ ok: true, output: answer(call.input) }]))
    return true
  }

  await page.routeWebSocket(/\/live\b/, (route) => {
    wire = route
    const server = route.connectToServer()
    route.onMessage((message) => {
      if (typeof message !== 'string' || !toServer(message)) server.send(message)
    })
    server.onMessage((message) => {
      route.send(typeof message === 'string' ? fromServer(message) : message)
    })
  })
  await page.route(/\/hls\//, async (route) => {
    const { pathname, search } = new URL(route.request().url())
    const path = pathname.split('/').slice(4).join('/')
    const answer = await route.fetch({ url: `${origin}/${path}${search}` }).catch(() => null)
    // Whoever left meanwhile wants no answer.
    if (answer === null) await route.abort().catch(() => undefined)
    else await route.fulfill({ response: answer }).catch(() => undefined)
  })
  return {
    say(said) {
      slice = said
      if (last !== null) wire?.send(packet('42', ['view', withSlice(last, slice)]))
    },
    signal: (name, data) => wire?.send(packet('42', ['signal', { name, from: null, data }])),
  }
}
