// Pictures and PDF of boards, to and from the server.
import type { FileShown } from '../../../shared/contract/files.ts'
import { LyceumError } from '../../../shared/errors.ts'
import type { FileId, RoomId } from '../../../shared/ids.ts'
import { addressOf } from '../../api/api.ts'
import { sendFile } from '../../api/sendFile.ts'
import { asJpeg } from '../files/jpeg.ts'
import { nameOf } from '../files/names.ts'

export interface BoardFilesParts {
  readonly room: RoomId
  readonly token: () => Promise<string>
  /** Bytes of one file. */
  readonly limit: number
}

export class BoardFiles {
  readonly #parts: BoardFilesParts

  constructor(parts: BoardFilesParts) {
    this.#parts = parts
  }

  addressOf(file: FileId): string {
    return addressOf('files.onBoard', { params: { room: this.#parts.room, file } })
  }

  async get(file: FileId): Promise<Blob> {
    return this.fetch(this.addressOf(file))
  }

  /** What stands at an address of this class. */
  async fetch(address: string): Promise<Blob> {
    const response = await fetch(address, { credentials: 'same-origin' })
    if (!response.ok) throw new LyceumError(response.status === 404 ? 'missing' : 'unavailable')
    return response.blob()
  }

  /** Throws the refusal. */
  async send(blob: Blob): Promise<FileShown> {
    const { room, token, limit } = this.#parts
    const given = blob instanceof File ? blob : new File([blob], 'picture', { type: blob.type })
    const file = await asJpeg(given)
    if (file.size > limit) throw new LyceumError('tooLarge', '', { reason: 'file-size' })
    const url = addressOf('files.send', {
      params: { room },
      query: { name: nameOf(file), for: 'board' },
    })
    const sending = sendFile({ url, bytes: file, token: await token(), progress: () => undefined })
    return ((await sending.done) as { file: FileShown }).file
  }
}
