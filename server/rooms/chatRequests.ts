// Answers what a connection asks of the chat's past: older messages of a conversation, and what holds
// some words. Everything is projected for the asker.
import { LyceumError } from '../../shared/errors.ts'
import type { Fact, Visibility } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import { sees, type Viewer } from '../../shared/room/viewer.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import type { Room } from './room.ts'

export type ChatHandled = 'chat.page' | 'chat.search'

/** How many facts one search looks through; the asker may go on from there. */
const searched = 20_000
const searchable = [
  'chat.said',
  'chat.restored',
  'questions.asked',
  'questions.approved',
  'questions.answered',
]

const viewerOfSender = ({ room, member }: Sender) => room.viewer(member.arrival.participant)

/** Where what comes next will stand. */
const end = ({ log }: Room): number => log.position.seq + 1

async function readOne({ log }: Room, seq: number): Promise<Fact | undefined> {
  const [fact] = await log.read({ after: seq - 1, upto: seq, limit: 1 })
  return fact
}

/** Who takes part in the conversation that a message belongs to. */
async function audienceOf(room: Room, thread: number, viewer: Viewer): Promise<Visibility> {
  const fact = await readOne(room, thread)
  if (fact?.type !== 'chat.said' || !sees(viewer, fact.visibleTo)) throw new LyceumError('missing')
  return fact.visibleTo
}

/** Messages that were deleted come with what shows them again. */
async function withRestored(room: Room, page: readonly Fact[]): Promise<Fact[]> {
  const again = page.flatMap(({ seq }) => room.state.chat.restored.get(seq)?.by ?? [])
  const restored = await Promise.all(again.map((seq) => readOne(room, seq)))
  return [...page, ...restored.filter((fact) => fact !== undefined)]
}

function readerOf({ participant, kind }: Viewer): string[] {
  if (kind === 'waiting') return ['everyone']
  const all = ['everyone', 'all', participant]
  return kind === 'staff' ? [...all, 'staff'] : all
}

export const chatRequests: Pick<RequestHandlers, ChatHandled> = {
  'chat.page': async (sender, { before, limit, thread }) => {
    const { room } = sender
    const viewer = viewerOfSender(sender)
    const audience = thread === undefined ? 'all' : await audienceOf(room, thread, viewer)
    const range = { before: before ?? end(room), types: ['chat.said'], limit, visibleTo: audience }
    const page = await room.log.readBackOf(range)
    const facts = show(await withRestored(room, page), viewer)
    return { facts, more: page.length === limit }
  },
  'chat.search': async (sender, { text, before, limit }) => {
    const { log } = sender.room
    const viewer = viewerOfSender(sender)
    const upto = Math.min(before ?? Infinity, end(sender.room))
    const after = Math.max(0, upto - 1 - searched)
    const range = { text, types: searchable, after, before: upto, limit }
    const found = await log.search({ ...range, reader: readerOf(viewer) })
    const last = found.length === limit ? found.at(-1)?.seq : after + 1
    const next = last === undefined || last <= 1 ? null : last
    return { facts: show(found, viewer), next }
  },
}
