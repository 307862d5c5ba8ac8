// Answers the routes that take a class's record out as files.
import type { Attachment } from '../../shared/contract/http/define.ts'
import type { Exportable, exportsRoutes, ExportFormat } from '../../shared/contract/http/exports.ts'
import type { Clock } from '../auth/clock.ts'
import type { RoomDoor, RoomRecord } from '../catalogue/ports.ts'
import type { Handlers } from '../http/handler.ts'
import { attendanceColumns, attendanceRows } from './attendance.ts'
import { chatColumns, chatRows } from './chat.ts'
import { csv, json, type Rows } from './formats.ts'
import { pollColumns, pollRows } from './polls.ts'
import { questionColumns, questionRows } from './questions.ts'

interface Table {
  readonly columns: readonly string[]
  readonly rows: (record: RoomRecord, now: number) => Rows
}

const tables: Readonly<Record<Exportable, Table>> = {
  chat: { columns: chatColumns, rows: chatRows },
  questions: { columns: questionColumns, rows: questionRows },
  polls: { columns: pollColumns, rows: pollRows },
  attendance: { columns: attendanceColumns, rows: attendanceRows },
}

const formats = {
  csv: { type: 'text/csv; charset=utf-8', write: csv },
  json: { type: 'application/json; charset=utf-8', write: json },
} as const

/** The room is let go whatever becomes of the reading. */
async function* held(record: RoomRecord, parts: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* parts
  } finally {
    record.close()
  }
}

interface ExportParts {
  readonly rooms: Pick<RoomDoor, 'record'>
  readonly clock: Clock
}

export function exportHandlers({
  rooms,
  clock,
}: ExportParts): Handlers<keyof typeof exportsRoutes> {
  return {
    'exports.download': async ({ params: { room, file } }): Promise<Attachment> => {
      const [what, format] = file.split('.') as [Exportable, ExportFormat]
      const { columns, rows } = tables[what]
      const { type, write } = formats[format]
      const record = await rooms.record(room)
      const body = held(record, write(columns, rows(record, clock.now())))
      return { name: file, type, body }
    },
  }
}
