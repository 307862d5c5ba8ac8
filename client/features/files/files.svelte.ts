// Files in a class: sent before the message that they go with, and where those are that came with one.
import { createContext } from 'svelte'
import { fileLimits } from '../../../shared/contract/fileLimits.ts'
import type { FileShown } from '../../../shared/contract/files.ts'
import type { RoomId } from '../../../shared/ids.ts'
import { addressOf } from '../../api/api.ts'
import { sendFile } from '../../api/sendFile.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { nameOf } from './names.ts'
import { Uploads } from './uploads.svelte.ts'

export class Files {
  readonly #id: RoomId
  readonly #room: Room
  /** Bytes of one file. */
  readonly limit: number

  constructor(room: Room, { id, limit }: { readonly id: RoomId; readonly limit: number }) {
    this.#id = id
    this.#room = room
    this.limit = limit
  }

  get allowed(): boolean {
    return this.#room.can('files.send')
  }

  /** Switched off, for now, for somebody who may send them otherwise. */
  get off(): boolean {
    return this.#room.has('files.send') && !this.allowed
  }

  /** May put them on boards. */
  get presents(): boolean {
    return this.#room.can('board.manage')
  }

  /** Of one message. */
  uploads(): Uploads<FileShown> {
    return new Uploads({
      limit: this.limit,
      most: fileLimits.perMessage,
      send: async (file, progress) => {
        const params = { room: this.#id }
        const url = addressOf('files.send', { params, query: { name: nameOf(file) } })
        const token = await this.#room.connection.token()
        const sending = sendFile({ url, bytes: file, token, progress })
        const done = sending.done.then((answer) => (answer as { file: FileShown }).file)
        return { ...sending, done }
      },
    })
  }

  addressOf({ id }: FileShown, message: number, part: 'whole' | 'thumbnail' = 'whole'): string {
    const parts = { params: { room: this.#id, file: id }, query: { message } }
    return addressOf(part === 'whole' ? 'files.get' : 'files.thumbnail', parts)
  }
}

export const [getFiles, setFiles] = createContext<Files>()
