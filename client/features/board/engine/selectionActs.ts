// What can be done to objects by buttons and keys, each with when it would do anything.
import { middleOf } from '../../../../shared/board/geometry.ts'
import { moved, scaled, turned } from '../../../../shared/board/placement.ts'
import type { ObjectId, Placement } from '../../../../shared/board/record.ts'
import type { Point, Style } from '../../../../shared/board/shape.ts'
import { aligned, distributed, reordered, type Direction } from './arrange.ts'
import type { Clipboard } from './clipboard.ts'
import { reveal, type Command, type ObjectActs } from './commands.ts'
import type { Alignment, BoardCommand } from './contract.ts'
import { placeAll, removeAll } from './changing.ts'
import { changeable, mayChange, type Desk } from './desk.ts'
import { newObjectId } from './edits.ts'
import { fitting } from './fitting.ts'
import { neighbour } from './list.ts'
import type { SceneObject } from './scene.ts'
import { writeInto } from './textOf.ts'

export class SelectionActs implements ObjectActs {
  readonly #desk: Desk
  readonly #clipboard: Clipboard
  readonly #table: Readonly<Partial<Record<BoardCommand, Command>>>

  constructor(desk: Desk, clipboard: Clipboard) {
    this.#desk = desk
    this.#clipboard = clipboard
    this.#table = { ...this.#objects(), ...this.#focusing(), ...this.#order(), ...fitting(desk) }
  }

  command(command: BoardCommand): Command | null {
    if (!command.startsWith('align:')) return this.#table[command] ?? null
    const how = command.slice('align:'.length) as Alignment
    return this.#arranging(2, (objects) => aligned(objects, how))
  }

  move(by: Point): void {
    this.#place(({ placement }) => moved(placement, by))
  }

  scale(by: number): void {
    const about = this.#middle()
    this.#place(({ placement, bounds }) => scaled(placement, bounds, { about, sx: by, sy: by }))
  }

  turn(by: number): void {
    const about = this.#middle()
    this.#place(({ placement, bounds }) => turned(placement, bounds, { about, by }))
  }

  /** Only what a record has can be changed in it. */
  restyle({ colour, width, fill }: Partial<Style>): void {
    const { edits } = this.#desk
    edits.run((draft) => {
      for (const object of this.#changeable()) {
        const { record } = object
        draft.write(object, {
          ...record,
          ...(colour !== undefined && 'c' in record && { c: colour }),
          ...(width !== undefined && 'w' in record && { w: width }),
          ...(fill !== undefined && 'f' in record && { f: fill }),
        })
      }
    })
  }

  #objects() {
    const { selection, scene } = this.#desk
    const some = () => selection.size > 0
    const clipboard = this.#clipboard
    const remove = () => {
      removeAll(this.#desk, this.#changeable())
    }
    const copyAnd = (then: () => void) => () => {
      clipboard.copySelected()
      then()
    }
    return {
      delete: { can: some, run: remove },
      copy: { can: some, run: copyAnd(() => undefined) },
      cut: { can: some, run: copyAnd(remove) },
      paste: {
        can: () => clipboard.canPaste,
        run: () => {
          clipboard.pasteLast()
        },
      },
      duplicate: {
        can: some,
        run: () => {
          clipboard.duplicate()
        },
      },
      selectAll: {
        can: () => scene.size > 0,
        run: () => {
          selection.set(scene.all().filter((object) => mayChange(this.#desk, object)))
        },
      },
      selectNone: {
        can: some,
        run: () => {
          selection.clear()
        },
      },
      editText: {
        can: () => selection.objects.some(({ shape }) => shape.withText !== undefined),
        run: () => {
          const object = selection.objects.find(({ shape }) => shape.withText !== undefined)
          if (object !== undefined) writeInto(this.#desk, object)
        },
      },
    }
  }

  #focusing() {
    const { scene, selection } = this.#desk
    const can = () => scene.size > 0
    const to = (by: 1 | -1) => () => {
      const object = neighbour(this.#desk, by)
      if (object === null) return
      selection.set([object])
      reveal(this.#desk, [object])
    }
    return { focusNext: { can, run: to(1) }, focusPrevious: { can, run: to(-1) } }
  }

  #order() {
    const objects = () => this.#desk.selection.objects
    const { desk } = { desk: this.#desk }
    const grouped = () => objects().some(({ placement }) => placement?.g !== undefined)
    const locked = (is: boolean) => () =>
      desk.rights.lock && objects().some(({ placement }) => (placement?.lock === true) === is)
    const to = (direction: Direction) =>
      this.#arranging(1, (chosen) => reordered(chosen, desk.scene.all(), direction))
    return {
      group: {
        can: () => objects().length > 1,
        run: () => {
          const group = newObjectId()
          this.#place(({ placement }) => ({ ...placement, g: group }))
        },
      },
      ungroup: {
        can: grouped,
        run: () => {
          this.#place(({ placement }) => without(placement, 'g'))
        },
      },
      lock: {
        can: locked(false),
        run: () => {
          this.#place(({ placement }) => ({ ...placement, lock: true }))
        },
      },
      unlock: {
        can: locked(true),
        run: () => {
          this.#place(({ placement }) => without(placement, 'lock'))
        },
      },
      toFront: to('toFront'),
      forward: to('forward'),
      backward: to('backward'),
      toBack: to('toBack'),
      distributeAcross: this.#arranging(3, (chosen) => distributed(chosen, 'x')),
      distributeDown: this.#arranging(3, (chosen) => distributed(chosen, 'y')),
    }
  }

  #arranging(
    least: number,
    arrange: (objects: readonly SceneObject[]) => ReadonlyMap<SceneObject, Placement>,
  ): Command {
    return {
      can: () => this.#desk.selection.size >= least,
      run: () => {
        placeAll(this.#desk, arrange(this.#changeable()))
      },
    }
  }

  #place(placed: (object: SceneObject) => Placement): void {
    placeAll(this.#desk, new Map(this.#changeable().map((object) => [object, placed(object)])))
  }

  #changeable(): SceneObject[] {
    return changeable(this.#desk, this.#desk.selection.objects)
  }

  #middle(): Point {
    return middleOf(this.#desk.selection.box ?? { x: 0, y: 0, width: 0, height: 0 })
  }
}

function without(placement: Placement | undefined, field: 'g' | 'lock'): Placement {
  const { [field]: _, ...rest } = (placement ?? {}) as Placement & { g?: ObjectId; lock?: true }
  return rest
}
