// Polls that are there before somebody tries something with them in a wire test.
import type { PollDefinition } from '../../shared/contract/polls.ts'
import type { PollId, RoomId } from '../../shared/ids.ts'
import type { School } from './school.ts'

interface Place {
  readonly school: School
  readonly room: RoomId
}

export const question: PollDefinition = {
  kind: 'single',
  question: 'How many?',
  options: ['one', 'two'],
  min: 1,
  max: 1,
  scale: null,
  anonymous: true,
  changes: true,
  results: 'reveal',
  right: [1],
  seconds: null,
}

async function made(
  { school, room }: Place,
  name: 'polls.draft' | 'polls.ask',
  definition: PollDefinition,
): Promise<{ poll: PollId }> {
  const input = { poll: null, definition }
  const facts = await school.live().rooms.submit(room, { name, input, actor: 'system' })
  const [{ poll }] = facts.map(({ body }) => body as { poll: PollId }) as [{ poll: PollId }]
  return { poll }
}

export function draftedPoll(place: Place) {
  return made(place, 'polls.draft', question)
}

/** The only one that is open. */
export async function openPoll(place: Place, definition = question) {
  const { rooms } = place.school.live()
  const { state } = await rooms.enter(place.room)
  for (const poll of state.polls.open.keys())
    await rooms.submit(place.room, { name: 'polls.discard', input: { poll }, actor: 'system' })
  return made(place, 'polls.ask', definition)
}

export async function closedPoll(place: Place, definition = question) {
  const input = await openPoll(place, definition)
  const { rooms } = place.school.live()
  await rooms.submit(place.room, { name: 'polls.close', input, actor: 'system' })
  return input
}
