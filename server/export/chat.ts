// The chat as rows: what staff may read of it, without what was deleted.
import type { BodyOf } from '../../shared/contract/index.ts'
import { filesOf, messageOf } from '../../shared/room/chat.ts'
import type { FactOf } from '../../shared/room/feature.ts'
import type { Fact } from '../../shared/log.ts'
import type { RoomRecord } from '../catalogue/ports.ts'
import type { Row } from './formats.ts'
import { time } from './time.ts'

export const chatColumns = [
  'number',
  'time',
  'name',
  'role',
  'to',
  'text',
  'files',
  'replyTo',
  'deleted',
]

function recipient({ body, version }: FactOf<'chat.said'>, record: RoomRecord): string {
  const to = version === 1 ? ({ kind: 'all' } as const) : body.to
  if (to?.kind !== 'person') return to?.kind ?? ''
  return record.state.people.get(to.participant)?.name ?? ''
}

/** What was deleted and shown again stands in the fact that shows it. */
async function shownAgain(seq: number, record: RoomRecord) {
  const by = record.state.chat.restored.get(seq)?.by ?? null
  const fact = by === null ? null : await record.fact(by)
  if (fact === null) return { text: null, files: [] }
  const body = fact.body as BodyOf<'chat.restored'>
  return { text: body.text, files: filesOf(body) }
}

function isSaid(fact: Fact): fact is Fact & FactOf<'chat.said'> {
  return fact.type === 'chat.said'
}

export async function* chatRows(record: RoomRecord): AsyncGenerator<Row> {
  for await (const fact of record.facts()) {
    if (!isSaid(fact)) continue
    const message = messageOf(fact)
    const { seq, at, name, role, replyTo } = message
    const { text, files } = message.text === null ? await shownAgain(seq, record) : message
    const to = recipient(fact, record)
    yield {
      number: seq,
      time: time(at),
      name,
      role,
      to,
      text,
      files: files.map((file) => file.name).join('; '),
      replyTo,
      deleted: text === null,
    }
  }
}
