// What axe-core finds serious or critical in a page as it stands, in light and in dark.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function findings(page: Page): Promise<string[]> {
  const known = await page.evaluate(() => 'axe' in globalThis)
  if (!known) await page.evaluate(await source)
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  )
  if (passes.length === 0) throw new Error('axe looked at nothing')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Nothing moves while it looks: half-faded colours are nobody's. */
/** Runs in the page. Colours change over some frames after the scheme did, and one change begins others. */
async function settle(): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  await frame()
  await frame()
  for (let running = document.getAnimations(); running.length > 0;) {
    await Promise.all(running.map((animation) => animation.finished.catch(() => 0)))
    await frame()
    running = document.getAnimations().filter(({ playState }) => playState === 'running')
  }
}

export async function seriousFindings(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(settle)
    found.push(...(await findings(page)).map((finding) => `${colorScheme} ${finding}`))
  }
  return found
}
