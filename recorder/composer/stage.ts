// What is on the stage: sources, stills and the layout that says where they stand. Paints the picture and mixes the
// sound of a moment; knows no clock of its own, and no encoder.
import type { SourceId } from '../../shared/ids.ts'
import { isSameTile, type Layout, type Place, type Size, type Tile } from './layouts.ts'
import { Mixer } from './mixer.ts'
import type { PictureCodec } from './pictureDecoder.ts'
import { PictureSource, type Frame } from './pictureSource.ts'
import { blacken, copyInto, roughly, type Planes } from './planes.ts'
import { tileOf, type Rgba } from './rgba.ts'
import { SoundSource } from './soundSource.ts'

/** One source on the stage. */
export interface StageInput {
  readonly id: SourceId
  readonly kind: 'camera' | 'screen' | 'microphone' | 'screenAudio'
  readonly codec: PictureCodec | 'opus'
}

export interface StageSource {
  write(frame: Frame): void
  close(): void
}

export interface StageParts {
  readonly size: Size
  /** When the stage's clock stood at nothing, in ms of the one clock. */
  readonly epoch: number
  /** That source is not seen before its next key frame. */
  readonly wantKey: (id: SourceId) => void
  readonly died: (id: SourceId, why: string) => void
}

/** A picture that changes now and then. Planes are best in the size of its place. */
export type Still = Rgba | Planes

interface Standing {
  readonly still: Still
  /** As it was last seen; null before that. */
  tile: { place: Place; planes: Planes } | null
}

export class Stage implements Disposable {
  readonly #parts: StageParts
  readonly #pictures = new Map<string, PictureSource>()
  readonly #sounds = new Map<string, SoundSource>()
  readonly #stills = new Map<string, Standing>()
  readonly #mixer = new Mixer()
  #layout: Layout = []
  #late = 0
  #broken = 0

  constructor(parts: StageParts) {
    this.#parts = parts
  }

  get figures(): { readonly late: number; readonly broken: number } {
    const pictures = [...this.#pictures.values()]
    const sounds = [...this.#sounds.values()]
    const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0)
    return {
      late: this.#late + sum([...pictures, ...sounds.map(({ track }) => track)].map((s) => s.late)),
      broken: this.#broken + sum(sounds.map(({ broken }) => broken)),
    }
  }

  get decoders(): number[] {
    return [...this.#pictures.values()].flatMap(({ pids }) => pids)
  }

  /** What had the same id before is closed. */
  open({ id, codec }: StageInput): StageSource {
    this.#close(id)
    if (codec === 'opus') return this.#openSound(id)
    const source = new PictureSource({
      codec,
      wantKey: () => {
        this.#parts.wantKey(id)
      },
      died: (why) => {
        this.#parts.died(id, why)
      },
    })
    this.#pictures.set(id, source)
    source.place(this.#layout.find((place) => place.id === id) ?? null)
    const close = () => {
      if (this.#pictures.get(id) === source) this.#close(id)
    }
    return { write: source.write.bind(source), close }
  }

  /** Seen where no source of that id has a picture; null: nothing is. */
  draw(id: string, still: Still | null): void {
    if (still === null) this.#stills.delete(id)
    else this.#stills.set(id, { still, tile: null })
  }

  /** Throws a `RangeError` for a place that is not on the canvas. */
  show(layout: Layout): void {
    for (const place of layout) check(place, this.#parts.size)
    this.#layout = layout.toSorted((one, other) => one.z - other.z)
    for (const [id, source] of this.#pictures)
      source.place(layout.find((place) => place.id === id) ?? null)
  }

  /** `at` in ms of the one clock. */
  paint(canvas: Planes, at: number): void {
    blacken(canvas)
    for (const place of this.#layout) {
      const picture = this.#pictures.get(place.id)?.pictureAt(at) ?? this.#still(place)
      if (picture !== null) copyInto(canvas, picture, place)
    }
  }

  /** In samples of the stage's clock; two channels of 16 bits each. */
  mix(from: number, samples: number): Buffer {
    return this.#mixer.mix(
      [...this.#sounds.values()].map(({ track }) => track),
      from,
      samples,
    )
  }

  [Symbol.dispose](): void {
    for (const id of [...this.#pictures.keys(), ...this.#sounds.keys()]) this.#close(id)
    this.#stills.clear()
  }

  #openSound(id: SourceId): StageSource {
    const source = new SoundSource()
    this.#sounds.set(id, source)
    return {
      write: ({ at, data }) => {
        source.write({ at: at - this.#parts.epoch, data })
      },
      close: () => {
        if (this.#sounds.get(id) === source) this.#close(id)
      },
    }
  }

  #close(id: string): void {
    const [picture, sound] = [this.#pictures.get(id), this.#sounds.get(id)]
    this.#late += (picture?.late ?? 0) + (sound?.track.late ?? 0)
    this.#broken += sound?.broken ?? 0
    picture?.[Symbol.dispose]()
    sound?.[Symbol.dispose]()
    this.#pictures.delete(id)
    this.#sounds.delete(id)
  }

  #still(place: Place): Planes | null {
    const standing = this.#stills.get(place.id)
    if (standing === undefined) return null
    const seen = standing.tile
    if (seen !== null && isSameTile(seen.place, place)) return seen.planes
    const { still } = standing
    const planes = 'rgba' in still ? tileOf(still, place) : inSize(still, place)
    standing.tile = { place, planes }
    return planes
  }
}

const inSize = (planes: Planes, { width, height }: Tile): Planes =>
  planes.width === width && planes.height === height ? planes : roughly(planes, { width, height })

function check({ id, x, y, width, height }: Place, canvas: Size): void {
  const isEven = [x, y, width, height].every((pixels) => pixels >= 0 && pixels % 2 === 0)
  const isInside = x + width <= canvas.width && y + height <= canvas.height
  if (!isEven || !isInside || width === 0 || height === 0)
    throw new RangeError(`the place of ${id} is not on the canvas`)
}
