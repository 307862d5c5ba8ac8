// What somebody else is dragging: taken off the page and shown where they have it, until their new places
// come to the page or they let go of it. The page itself knows nothing of it.
import { poseOf, type MoveMessage, type Pose } from '../../../../shared/board/moveBytes.ts'
import type { Matrix } from '../../../../shared/board/geometry.ts'
import { tidy } from '../../../../shared/board/placement.ts'
import type { ObjectId, Placement } from '../../../../shared/board/record.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { ObjectKey } from './contract.ts'
import { liftWithTied, showChanged } from './inHand.ts'
import { Lifted } from './lifted.ts'
import type { Painter } from './painter.ts'
import type { Scene, SceneObject } from './scene.ts'
import { changesOf } from './stretch.ts'

/** In ms: what was let go and has not come to the page by then goes back, and so does what is held in silence. */
const patience = { done: 1_000, moving: 15_000 } as const

export interface DraggedParts {
  readonly scene: Scene
  readonly spoil: (box: Box) => void
  /** What one has in one's own hand stays there. */
  readonly mine: ReadonlySet<ObjectKey>
}

export class Dragged {
  readonly #parts: DraggedParts
  readonly #lifted: Lifted
  #ids: ReadonlySet<ObjectId> = new Set()
  #until = Infinity

  constructor(parts: DraggedParts) {
    this.#parts = parts
    this.#lifted = new Lifted(parts.spoil)
  }

  holds(key: ObjectKey): boolean {
    return this.#lifted.keys.has(key)
  }

  get shown(): boolean {
    return this.#lifted.shown
  }

  hear(message: MoveMessage, now: number): void {
    if (message.kind === 'cancelled') this.#back()
    else {
      this.#until = now + patience[message.kind]
      if (message.kind === 'moving') this.#move(message.poses)
    }
  }

  /** Something of it has changed on the page, which shows it from now on. */
  landed(ids: ReadonlySet<ObjectId>): void {
    for (const id of this.#ids) {
      if (!ids.has(id)) continue
      this.#drop()
      return
    }
  }

  /** The page shows what was dropped. */
  settled(): void {
    this.#lifted.landed()
  }

  back(): void {
    this.#back()
  }

  draw(context: CanvasRenderingContext2D, where: { painter: Painter; page: Matrix; now: number }) {
    if (where.now > this.#until) this.#back()
    this.#lifted.draw(context, where.painter, where.page)
  }

  #move(poses: ReadonlyMap<ObjectId, Pose>): void {
    const { scene, mine } = this.#parts
    const objects = [...poses.keys()].flatMap((id) => scene.find(id) ?? [])
    const free = objects.filter(({ key }) => !mine.has(key))
    const ids = new Set(free.map(({ id }) => id))
    if ([...this.#ids].some((id) => !ids.has(id))) this.#drop()
    this.#ids = ids
    liftWithTied(this.#lifted, scene, free)
    const placements = new Map(free.map((object) => [object, placed(object, poses)]))
    showChanged(this.#lifted, scene, changesOf(placements))
  }

  #back(): void {
    this.#lifted.cancel()
    this.#forget()
  }

  #drop(): void {
    this.#lifted.drop()
    this.#forget()
  }

  #forget(): void {
    this.#ids = new Set()
    this.#until = Infinity
  }
}

function placed({ id, placement }: SceneObject, poses: ReadonlyMap<ObjectId, Pose>): Placement {
  return tidy({ ...placement, ...(poses.get(id) ?? poseOf({})) })
}
