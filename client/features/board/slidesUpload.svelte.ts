// Slides on their way to a board: sent, made into a PDF where they are none, counted, and there.
import type { Conversion } from '../../../shared/contract/http/slides.ts'
import type { FileId, RoomId } from '../../../shared/ids.ts'
import { LyceumError } from '../../../shared/errors.ts'
import { addressOf, type Api } from '../../api/api.ts'
import { explain, refusalOf } from '../../api/explain.ts'
import { sendFile } from '../../api/sendFile.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { nameOf } from '../files/names.ts'
import type { Slides } from './boards.svelte.ts'

interface Parts {
  readonly room: RoomId
  readonly api: Api
  readonly token: () => Promise<string>
  /** True when a board was made of them. */
  readonly done: (title: string, slides: Slides) => Promise<boolean>
}

const askEvery = 1_000
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, askEvery))

function whyNot(error: unknown): string {
  const { reason } = refusalOf(error)
  if (reason === 'no-office') return t('boards.slides_noOffice')
  return reason === 'file-type' ? t('boards.slides_wrong') : explain(error)
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

  async send(file: File): Promise<void> {
    this.failed = null
    try {
      const pdf = await this.#convert(await this.#upload(file))
      if (pdf === null) return
      this.says = t('boards.slidesReading')
      const pages = await this.#count(pdf)
      await this.#parts.done(nameOf(file).replace(/\.[^.]*$/, ''), { file: pdf, pages })
    } catch (error) {
      this.failed ??= whyNot(error)
    } finally {
      this.says = null
    }
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
