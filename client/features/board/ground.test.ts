import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId } from '../../../shared/ids.ts'
import type { Page } from '../../../shared/room/boards.model.ts'
import { Ground } from './ground.svelte.ts'
import type { SlideSize } from './slideBox.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const file = newId<'file'>()
const slide = (page: number) => ({ kind: 'slide', file, page }) as const
const wide = { width: 1600, height: 900 }

/** A page that is not on the screen, and whose slides come when the test says so. */
function aGround() {
  let background: Page['background'] = slide(1)
  const failed: unknown[] = []
  const asked = new Map<string, PromiseWithResolvers<SlideSize>[]>()
  const ground = new Ground({
    pictures: {
      sizeOf: (key) => {
        const coming = Promise.withResolvers<SlideSize>()
        asked.set(key, [...(asked.get(key) ?? []), coming])
        return coming.promise
      },
    },
    page: () => ({ background }) as Page,
    viewIsFree: () => true,
    settled: () => undefined,
    failed: (error) => void failed.push(error),
  })
  const turn = (to: Page['background']) => {
    background = to
    ground.follow()
  }
  const tries = (page: number) => asked.get(`${file}:${page}`) ?? []
  return { ground, failed, turn, tries }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

it('asks for a slide once, however often the room changes', async () => {
  const { ground, turn, tries } = aGround()
  for (let at = 0; at < 3; at += 1) turn(slide(1))
  expect(tries(1)).toHaveLength(1)
  tries(1)[0]?.resolve(wide)
  await settled()
  expect(ground.background).toMatchObject({ kind: 'slide', key: `${file}:1` })
  turn(slide(1))
  expect(tries(1)).toHaveLength(1)
})

it('says once that a slide cannot be had, and tries again after a while', async () => {
  const { ground, failed, turn, tries } = aGround()
  for (let at = 0; at < 3; at += 1) {
    turn(slide(1))
    tries(1)[0]?.reject(new Error('gone'))
    await settled()
  }
  expect([tries(1).length, failed.length]).toEqual([1, 1])
  await vi.advanceTimersByTimeAsync(20_000)
  tries(1)[1]?.reject(new Error('gone'))
  await settled()
  expect(failed).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(20_000)
  tries(1)[2]?.resolve(wide)
  await settled()
  expect(ground.background.kind).toBe('slide')
})

it('hears nothing of a slide that is wanted no longer', async () => {
  const { ground, failed, turn, tries } = aGround()
  turn(slide(1))
  turn(slide(2))
  tries(1)[0]?.reject(new Error('gone'))
  tries(2)[0]?.resolve(wide)
  await settled()
  expect(ground.background).toMatchObject({ key: `${file}:2` })
  turn(slide(3))
  turn({ kind: 'grid' })
  tries(3)[0]?.resolve(wide)
  await settled()
  expect(ground.background).toEqual({ kind: 'grid' })
  turn(slide(4))
  ground.close()
  tries(4)[0]?.reject(new Error('closed'))
  await settled()
  expect(failed).toEqual([])
})
