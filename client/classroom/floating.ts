// The class in a small window above other programs: a panel with the controls where the browser has such
// windows, else the stage's main picture alone. Knows how a window is made, not what is in it.
import { createContext } from 'svelte'

/** Chromium's Document Picture-in-Picture, which TypeScript does not know yet. */
interface PanelWindows {
  readonly window: Window | null
  requestWindow(options: { width: number; height: number }): Promise<Window>
}
const panels = (): PanelWindows | undefined =>
  (globalThis as { documentPictureInPicture?: PanelWindows }).documentPictureInPicture

/** Fills the window; returns its undo. */
export type Show = (panel: Window) => () => void

const size = { width: 340, height: 320 }

export class Floating {
  readonly possible = panels() !== undefined || document.pictureInPictureEnabled
  readonly #load: () => Promise<Show>

  constructor(load: () => Promise<Show>) {
    this.#load = load
  }

  /** Opens it, or closes it when it is open. Call it in a click. */
  async toggle(): Promise<void> {
    if ((panels()?.window ?? null) !== null) this.close()
    else if (panels() === undefined) await floatPicture()
    else await this.#open()
  }

  close(): void {
    panels()?.window?.close()
  }

  async #open(): Promise<void> {
    // First, so that its styles are among those of this page.
    const show = await this.#load().catch(() => null)
    // Refused when the click is long ago: nothing then floats.
    const panel = await panels()
      ?.requestWindow(size)
      .catch(() => null)
    if (show === null || panel === undefined || panel === null) return
    dress(panel.document)
    panel.addEventListener('pagehide', show(panel), { once: true })
  }
}

export const [getFloating, setFloating] = createContext<Floating>()

/** The look and the language of this page. */
function dress(panel: Document): void {
  const { lang, dir, dataset } = document.documentElement
  Object.assign(panel.documentElement, { lang, dir })
  if (dataset['theme'] !== undefined) panel.documentElement.dataset['theme'] = dataset['theme']
  panel.title = document.title
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    panel.head.append(panel.importNode(sheet, true))
  }
}

async function floatPicture(): Promise<void> {
  if (document.pictureInPictureElement !== null) {
    await document.exitPictureInPicture()
    return
  }
  const video = document.querySelector<HTMLVideoElement>('[data-main] video')
  // Refused while the picture has not come yet: nothing then floats.
  await video?.requestPictureInPicture().catch(() => undefined)
}
