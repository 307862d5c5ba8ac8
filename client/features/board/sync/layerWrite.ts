// Puts objects into a layer that nobody looks at yet, in lots that the server takes, and ends when all of it is
// saved. For what comes from a file; hands draw by way of the page.
import { nameOf } from '../../../../shared/board/layer.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import { maps } from '../../../../shared/board/record.ts'
import { LyceumError } from '../../../../shared/errors.ts'
import type { CopyState, LayerCopy } from './layerCopy.ts'

/** Of one message, and of one connection, in bytes: well below what the server takes at once. */
const mostAtOnce = 256 * 1024
const mostPerLine = 3 * 1024 * 1024
/** Names, numbers and the frame of an object. */
const around = 160

/** Throws when the server does not take it. */
export async function writeLayer(
  open: () => LayerCopy,
  objects: readonly PlacedObject[],
): Promise<void> {
  for (const part of lotsOf(objects, mostPerLine)) {
    const copy = open()
    try {
      await until(copy, ({ drawable, whole }) => drawable && whole)
      for (const lot of lotsOf(part, mostAtOnce)) {
        put(copy, lot)
        await until(copy, ({ unsaved }) => unsaved === 0)
      }
    } finally {
      await copy.close()
    }
  }
}

function put({ doc }: LayerCopy, lot: readonly PlacedObject[]): void {
  doc.transact(() => {
    for (const { id, record, placement } of lot) {
      doc.getMap(maps.objects).set(id, record)
      if (placement !== null) doc.getMap(maps.placements).set(id, placement)
    }
  })
}

function until(copy: LayerCopy, holds: (state: CopyState) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const off: (() => void)[] = []
    const end = (how: () => void): void => {
      for (const undo of off) undo()
      how()
    }
    const look = (): void => {
      if (copy.state.link === 'forbidden')
        end(() => {
          reject(new LyceumError('forbidden'))
        })
      else if (holds(copy.state)) end(resolve)
    }
    off.push(
      copy.on('state', look),
      copy.on('refused', ({ code }) => {
        end(() => {
          reject(new LyceumError('conflict', `${nameOf(copy.name)}: ${code}`))
        })
      }),
    )
    look()
  })
}

/** Consecutive ones, each lot no larger than said, but for an object that is so alone. */
export function lotsOf(objects: readonly PlacedObject[], most: number): PlacedObject[][] {
  const lots: PlacedObject[][] = []
  let room = 0
  for (const object of objects) {
    const size = sizeOf(object)
    const lot = lots.at(-1)
    if (lot === undefined || size > room) {
      lots.push([object])
      room = most - size
    } else {
      lot.push(object)
      room -= size
    }
  }
  return lots
}

function sizeOf({ record }: PlacedObject): number {
  return Object.values(record).reduce((sum: number, value: unknown) => {
    if (value instanceof Uint8Array) return sum + value.length
    // A letter may take four bytes.
    return typeof value === 'string' ? sum + value.length * 4 : sum + 8
  }, around)
}
