// An engine for browsers that play HLS themselves and let no page do it: older iPhones. They cannot be told to send a
// header, so the token stands in the address; they choose the quality by themselves.
import { mainPlaylist, openFolder } from './addresses.ts'
import type { Engine, Opening, Reach } from './engine.ts'

const seconds = 1_000
/** Behind the end, in seconds, when one asks for what is live. */
const behind = 2

/** Safari's own: when the beginning of what it plays was sent. */
type Dating = HTMLVideoElement & { readonly getStartDate?: () => Date }

export class NativeEngine implements Engine {
  readonly #opening: Opening
  readonly #undo: () => void
  #isClosed = false

  constructor(opening: Opening) {
    this.#opening = opening
    const { video, events } = opening
    const onError = () => {
      if (this.#isClosed) return
      const code = video.error?.code ?? MediaError.MEDIA_ERR_NETWORK
      events.erred(`native ${code}`)
      events.stopped(code === MediaError.MEDIA_ERR_DECODE ? 'media' : 'missing')
    }
    const onReady = () => {
      if (opening.at !== null) this.seek(opening.at)
    }
    video.addEventListener('error', onError)
    video.addEventListener('loadedmetadata', onReady)
    this.#undo = () => {
      video.removeEventListener('error', onError)
      video.removeEventListener('loadedmetadata', onReady)
    }
    void this.#load()
  }

  get date(): number | null {
    const start = this.#start
    return start === null ? null : start + this.#opening.video.currentTime * seconds
  }

  get reach(): Reach | null {
    const start = this.#start
    const { seekable } = this.#opening.video
    if (start === null || seekable.length === 0) return null
    const last = seekable.length - 1
    return { from: start + seekable.start(0) * seconds, to: start + seekable.end(last) * seconds }
  }

  seek(date: number): void {
    const start = this.#start
    if (start !== null) this.#opening.video.currentTime = (date - start) / seconds
  }

  seekLive(): void {
    const { video } = this.#opening
    const last = video.seekable.length - 1
    if (last >= 0) video.currentTime = Math.max(0, video.seekable.end(last) - behind)
  }

  follow(): void {
    // The browser does as it likes.
  }

  choose(): void {
    // The browser chooses.
  }

  limit(): void {
    // The browser chooses.
  }

  /** The old address ends with its token. */
  reload(): void {
    void this.#load()
  }

  recover(): void {
    void this.#load()
  }

  close(): void {
    this.#isClosed = true
    this.#undo()
    const { video } = this.#opening
    video.removeAttribute('src')
    video.load()
  }

  get #start(): number | null {
    const date = (this.#opening.video as Dating).getStartDate?.().getTime()
    return date === undefined || Number.isNaN(date) ? null : date
  }

  async #load(): Promise<void> {
    const { video, folder, token, at, events } = this.#opening
    const bearer = await token().catch(() => null)
    if (this.#isClosed) return
    if (bearer === null) {
      events.stopped('denied')
      return
    }
    const from = at === null ? '' : '?from=start'
    video.src = `${openFolder(folder, bearer)}${mainPlaylist}${from}`
  }
}
