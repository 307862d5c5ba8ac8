// A finger and a pen on a board, as browsers tell of them.
import type { Page } from 'playwright-core'
import { canvas } from './boardMoves.ts'

/** Of the page of a board, from 0 to 1 across and down. */
type Part = readonly [x: number, y: number]

async function placesOn(page: Page) {
  const box = await canvas(page).boundingBox()
  if (box === null) throw new Error('there is no board')
  return ([x, y]: Part) => ({ x: box.x + box.width * x, y: box.y + box.height * y })
}

/** Along the way from one part of the page to another, in so many steps. */
const along = ([x0, y0]: Part, [x1, y1]: Part, steps: number) =>
  Array.from({ length: steps }, (_, at): Part => {
    const part = (at + 1) / steps
    return [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part]
  })

/** One finger, as the screen tells of it. */
export async function finger(page: Page, from: Part, to: Part): Promise<void> {
  const place = await placesOn(page)
  const screen = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove', at: Part) =>
    screen.send('Input.dispatchTouchEvent', { type, touchPoints: [place(at)] })
  await touch('touchStart', from)
  for (const at of along(from, to, 8)) await touch('touchMove', at)
  await screen.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await screen.detach()
}

interface PenEvent {
  readonly type: string
  readonly clientX: number
  readonly clientY: number
  readonly pressure: number
}

/** Runs in the page. */
function penTells(board: HTMLElement | SVGElement, events: readonly PenEvent[]): void {
  const usual = { pointerId: 77, pointerType: 'pen', isPrimary: true, bubbles: true, buttons: 1 }
  for (const { type, ...where } of events)
    board.lastElementChild?.dispatchEvent(new PointerEvent(type, { ...usual, ...where }))
}

/** A stroke of a pen that presses ever harder, and then is taken away. */
export async function pen(page: Page, from: Part, to: Part): Promise<void> {
  const place = await placesOn(page)
  const tell = (type: string, at: Part, pressure: number): PenEvent => {
    const { x: clientX, y: clientY } = place(at)
    return { type, clientX, clientY, pressure }
  }
  const moves = along(from, to, 12).map((at, n) => tell('pointermove', at, (n + 1) / 12))
  const end = ['pointerup', 'pointerleave'].map((type) => tell(type, to, 0))
  await canvas(page).evaluate(penTells, [tell('pointerdown', from, 0.1), ...moves, ...end])
}
