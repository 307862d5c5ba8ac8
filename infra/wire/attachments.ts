// How a test sends and gets files of a class, through the door.
import type { FileShown } from '../../shared/contract/files.ts'
import type { Problem } from '../../shared/contract/http/routes.ts'
import type { FileId, RoomId } from '../../shared/ids.ts'
import type { Browser } from '../../server/http/testing/site.ts'
import type { Pupil } from './pupil.ts'

export type Attachment = readonly [
  bytes: Uint8Array | string,
  name: string,
  goal?: 'message' | 'board',
]

export interface Which {
  readonly file: FileId
  /** The number of the message that it came with. */
  readonly message: number
  readonly part?: string
}

/** Nothing is thrown for what is refused. */
export async function sendFile(
  { browser, connection, line }: Pick<Pupil, 'browser' | 'connection' | 'line'>,
  [bytes, name, goal = 'message']: Attachment,
): Promise<{ readonly status: number; readonly file?: FileShown } & Partial<Problem>> {
  const token = await connection.token()
  const response = await browser.fetch(
    `/api/rooms/${line.room}/files?name=${encodeURIComponent(name)}&for=${goal}`,
    {
      method: 'POST',
      headers: { 'x-lyceum': '1', authorization: `Bearer ${token}` },
      body: Buffer.from(bytes),
    },
  )
  const answer = (await response.json()) as { file?: FileShown } & Partial<Problem>
  return { ...answer, status: response.status }
}

export const fetchFile = (by: Browser, room: RoomId, { file, message, part = '' }: Which) =>
  by.fetch(`/api/rooms/${room}/files/${file}${part}?message=${String(message)}`)
