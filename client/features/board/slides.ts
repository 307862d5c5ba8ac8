// Slides as pictures: a picture as it is, pages of a PDF drawn in the browser by pdf.js, which is fetched when the
// first PDF is needed. Its worker and whatever a document needs of its parts (CJK encodings, fonts that are not
// in it, image decoders) come from our own origin. Pages are drawn when they are seen.
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import type { SlideSize } from './slideBox.ts'

/** Pixels on the longer side: beyond this nothing becomes clearer. */
const mostPixels = 4096

/** As `build/pdfParts.ts` puts them into the client. */
const partsOf = (version: string) => `${location.origin}/assets/pdf-${version}/`

async function load(data: ArrayBuffer): Promise<PDFDocumentProxy> {
  const pdf = await import('pdfjs-dist')
  pdf.GlobalWorkerOptions.workerSrc = workerUrl
  const parts = partsOf(pdf.version)
  return pdf.getDocument({
    data,
    enableXfa: false,
    cMapUrl: `${parts}cmaps/`,
    standardFontDataUrl: `${parts}standard_fonts/`,
    wasmUrl: `${parts}wasm/`,
    // The pages' security policy allows none; the decoders come as script.
    useWasm: false,
  }).promise
}

/** How many slides a file of somebody's has, before it is sent. */
export async function countSlides(file: Blob): Promise<number> {
  const document = await load(await file.arrayBuffer())
  const { numPages } = document
  await document.loadingTask.destroy()
  return numPages
}

/** Slides by number, from 1. */
export interface Deck {
  size(number: number): Promise<SlideSize>
  /** At least so many pixels across, if there are as many. */
  draw(number: number, width: number): Promise<ImageBitmap>
  close(): void
}

/** Of a PDF or a picture, which has one. */
export async function openDeck(file: Blob): Promise<Deck> {
  if (!file.type.startsWith('image/')) return new SlideFile(file.arrayBuffer())
  const picture = await createImageBitmap(file)
  return {
    size: async () => picture,
    draw: async () => picture,
    close: () => {
      picture.close()
    },
  }
}

class SlideFile implements Deck {
  readonly #document: Promise<PDFDocumentProxy>

  constructor(data: Promise<ArrayBuffer>) {
    this.#document = data.then(load)
    this.#document.catch(() => undefined)
  }

  async size(number: number): Promise<SlideSize> {
    const page = await this.#page(number)
    const { width, height } = page.getViewport({ scale: 1 })
    return { width, height }
  }

  async draw(number: number, width: number): Promise<ImageBitmap> {
    const page = await this.#page(number)
    const whole = page.getViewport({ scale: 1 })
    const most = mostPixels / Math.max(1, whole.height / whole.width)
    const viewport = page.getViewport({ scale: Math.min(width, most) / whole.width })
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(viewport.width))
    canvas.height = Math.max(1, Math.round(viewport.height))
    await page.render({ canvas, viewport, background: '#ffffff' }).promise
    return createImageBitmap(canvas)
  }

  close(): void {
    void this.#document.then((one) => one.loadingTask.destroy()).catch(() => undefined)
  }

  async #page(number: number): Promise<PDFPageProxy> {
    return (await this.#document).getPage(number)
  }
}
