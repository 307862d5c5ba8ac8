// Slides on their way to a board: sent, made into a PDF where they are neither that nor pictures, counted, and
// there.
import type { Conversion } from '../../../shared/contract/http/slides.ts'
import type { FileId, RoomId } from '../../../shared/ids.ts'
import { LyceumError } from '../../../shared/errors.ts'
import { addressOf, type Api } from '../../api/api.ts'
import { explain, refusalOf } from '../../api/explain.ts'
import { sendFile } from '../../api/sendFile.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { nameOf } from '../files/names.ts'
import { isPicture } from './insert.ts'
import type { Slides } from './boards.svelte.ts'

interface Parts {
  readonly room: RoomId
  readonly api: Api
  readonly token: () => Promise<string>
  /** Sends one for a background. */
  readonly picture: (file: File) => Promise<FileId>
  /** Makes a board of them. */
  readonly done: (title: string, slides: readonly Slides[]) => Promise<unknown>
}

const askEvery = 1_000
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, askEvery))

/** What calls itself slides and is none cannot be read; anything else is no slides. */
export function whyNot(error: unknown, { name }: Pick<File, 'name'>): string {
  const { reason } = refusalOf(error)
  if (reason === 'no-office') return t('boards.slides_noOffice')
  if (reason !== 'file-type') return explain(error)
  if (/\.pdf$/i.test(name)) return t('boards.slidesUnread')
  return t(/\.(pptx?|odp|docx?|odt)$/i.test(name) ? 'boards.slides_broken' : 'boards.slides_wrong')
}

export class SlidesUpload {
  readonly #parts: Parts
  /** What happens now, in words; null when nothing does. */
  says = $state<string | null>(null)
  /** Why it came to nothing. */
  failed = $state<string | null>(null)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** All pages of all files on one board, which is called as the first is. */
  async send([first, ...more]: readonly File[]): Promise<void> {
    if (first === undefined) return
    this.failed = null
    const slides: Slides[] = []
    let at = first
    try {
      for (at of [first, ...more]) {
        const pages = isPicture(at) ? await this.#picture(at) : await this.#pages(at)
        if (pages === null) return
        slides.push(pages)
      }
      await this.#parts.done(nameOf(first).replace(/\.[^.]*$/, ''), slides)
    } catch (error) {
      this.failed ??= whyNot(error, at)
    } finally {
      this.says = null
    }
  }

  async #picture(file: File): Promise<Slides> {
    this.says = t('boards.pictureSending', { name: nameOf(file) })
    return { file: await this.#parts.picture(file), pages: 1 }
  }

  /** Null where it failed, which is said. */
  async #pages(file: File): Promise<Slides | null> {
    const pdf = await this.#convert(await this.#upload(file))
    if (pdf === null) return null
    this.says = t('boards.slidesReading')
    return { file: pdf, pages: await this.#count(pdf) }
  }

  async #upload(file: File) {
    const { room, token } = this.#parts
    const url = addressOf('slides.send', { params: { room }, query: { name: nameOf(file) } })
    const progress = (share: number): void => {
      this.says = t('boards.slidesSending', { share: Math.round(share * 100) })
    }
    progress(0)
    const sending = sendFile({ url, bytes: file, token: await token(), progress })
    return (await sending.done) as { slides: FileId; progress: Conversion }
  }

  /** Null where it failed, which is said. */
  async #convert({ slides, progress }: { slides: FileId; progress: Conversion }) {
    const { room, api } = this.#parts
    for (
      let now = progress;
      ;
      now = await api.call('slides.progress', { params: { room, slides } })
    ) {
      if (now.state === 'done') return now.file.id
      if (now.state === 'failed') {
        this.failed = t(`boards.slides_${now.why}`)
        return null
      }
      this.says =
        now.state === 'waiting' && now.ahead > 0
          ? t('boards.slidesWaiting', { count: now.ahead })
          : t('boards.slidesConverting')
      await pause()
    }
  }

  async #count(file: FileId): Promise<number> {
    const { room } = this.#parts
    const { countSlides } = await import('./slides.ts')
    const answer = await fetch(addressOf('files.onBoard', { params: { room, file } }))
    if (!answer.ok) throw new LyceumError('unavailable')
    try {
      return await countSlides(await answer.blob())
    } catch (error) {
      this.failed = t('boards.slidesUnread')
      throw error
    }
  }
}
