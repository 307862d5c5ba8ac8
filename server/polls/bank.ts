// Polls prepared on lessons, in their table. Who may change them is decided before.
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { preparedPoll, type PreparedPoll } from '../../shared/contract/http/polls.ts'
import { pollLimits } from '../../shared/contract/pollLimits.ts'
import type { PollDefinition } from '../../shared/contract/polls.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type LessonId, type PollId, type RoomId } from '../../shared/ids.ts'
import { flawOf } from '../../shared/room/pollTally.ts'
import { place } from '../catalogue/placing.ts'
import { row, rows, run, transaction, type Queryable } from '../storage/query.ts'

export interface PollChange {
  readonly definition?: PollDefinition | undefined
  readonly position?: number | undefined
}

export interface PollBank {
  list(lesson: LessonId): Promise<PreparedPoll[]>
  ofClass(room: RoomId): Promise<PreparedPoll[]>
  prepare(lesson: LessonId, definition: PollDefinition): Promise<PreparedPoll>
  change(lesson: LessonId, poll: PollId, change: PollChange): Promise<PreparedPoll>
  copy(lesson: LessonId, poll: PollId): Promise<PreparedPoll>
  delete(lesson: LessonId, poll: PollId): Promise<void>
}

const columns = 'p.id, p.position, p.definition'
const siblings = (lesson: LessonId) => ({ table: 'prepared_polls', of: { lesson } }) as const

function checked(definition: PollDefinition): PollDefinition {
  const flaw = flawOf(definition)
  if (flaw !== null) throw new LyceumError('invalid', flaw, { reason: 'poll-flawed' })
  return definition
}

async function find(on: Queryable, lesson: LessonId, poll: PollId): Promise<PreparedPoll> {
  const text = `SELECT ${columns} FROM prepared_polls p WHERE p.id = $1 AND p.lesson = $2`
  const found = await row(on, { text, values: [poll, lesson] }, preparedPoll)
  if (found === null) throw new LyceumError('missing', 'There is no such poll.')
  return found
}

interface New {
  readonly lesson: LessonId
  readonly definition: PollDefinition
  /** After the others unless said. */
  readonly position?: number
}

async function insert(client: PoolClient, { lesson, definition, position }: New) {
  const count = 'SELECT count(*)::int AS n FROM prepared_polls WHERE lesson = $1'
  const held = await row(client, { text: count, values: [lesson] }, z.object({ n: z.number() }))
  if ((held?.n ?? 0) >= pollLimits.prepared)
    throw new LyceumError('conflict', 'This lesson has enough polls.', { reason: 'polls-many' })
  const id = newId<'poll'>()
  const text = `INSERT INTO prepared_polls (id, lesson, position, definition)
    VALUES ($1, $2, 2000000000, $3)`
  await run(client, { text, values: [id, lesson, JSON.stringify(definition)] })
  await place(client, siblings(lesson), { id, position })
  return find(client, lesson, id)
}

export function createPollBank(db: Pool): PollBank {
  return {
    list(lesson) {
      const text = `SELECT ${columns} FROM prepared_polls p WHERE p.lesson = $1
        ORDER BY p.position, p.id`
      return rows(db, { text, values: [lesson] }, preparedPoll)
    },
    ofClass(room) {
      const text = `SELECT ${columns} FROM prepared_polls p JOIN classes c ON c.lesson = p.lesson
        WHERE c.room = $1 ORDER BY p.position, p.id`
      return rows(db, { text, values: [room] }, preparedPoll)
    },
    prepare: (lesson, definition) =>
      transaction(db, (client) => insert(client, { lesson, definition: checked(definition) })),
    change: (lesson, poll, { definition, position }) =>
      transaction(db, async (client) => {
        const text = 'UPDATE prepared_polls SET definition = $2 WHERE id = $1'
        await find(client, lesson, poll)
        if (definition !== undefined)
          await run(client, { text, values: [poll, JSON.stringify(checked(definition))] })
        if (position !== undefined) await place(client, siblings(lesson), { id: poll, position })
        return find(client, lesson, poll)
      }),
    copy: (lesson, poll) =>
      transaction(db, async (client) => {
        const { definition, position } = await find(client, lesson, poll)
        return insert(client, { lesson, definition, position: position + 1 })
      }),
    async delete(lesson, poll) {
      const text = 'DELETE FROM prepared_polls WHERE id = $1 AND lesson = $2'
      const gone = await run(db, { text, values: [poll, lesson] })
      if (gone === 0) throw new LyceumError('missing', 'There is no such poll.')
    },
  }
}
