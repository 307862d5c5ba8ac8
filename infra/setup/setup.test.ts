import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hashFiles, root } from './places.ts'
import { become, hasProgram, lastWords, run } from './programs.ts'
import { SetupError, runSteps, type Step } from './step.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-setup-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('steps', () => {
  const step = (over: Partial<Step>): Step => ({
    name: 'Thing',
    about: 'making it',
    isDone: () => false,
    run: () => Promise.resolve(),
    ...over,
  })

  test('what is done is not done again, nor spoken of', async () => {
    const said: string[] = []
    const ran = vi.fn(() => Promise.resolve())
    await runSteps([step({ isDone: () => true, run: ran })], (line) => said.push(line))
    expect([said, ran.mock.calls.length]).toEqual([[], 0])
  })

  test('what is not done is said, done, and awaited before the next', async () => {
    const said: string[] = []
    const slow = step({ run: () => Promise.resolve().then(() => void said.push('ran')) })
    await runSteps([slow, step({ name: 'Next' })], (line) => said.push(line))
    expect(said).toEqual(['Thing: making it …', 'ran', 'Next: making it …'])
  })

  test('a step that may fail warns and goes on; any other stops everything', async () => {
    const failing = { run: () => Promise.reject(new SetupError('run: apt-get install ffmpeg')) }
    const said: string[] = []
    await runSteps([step({ ...failing, without: 'no picture' })], (line) => said.push(line))
    expect(said.at(-1)).toBe('Thing: run: apt-get install ffmpeg\nGoing on without: no picture.')
    await expect(runSteps([step(failing)], () => undefined)).rejects.toThrow('apt-get install')
    const fault = { run: () => Promise.reject(new TypeError('a fault')), without: 'it' }
    await expect(runSteps([step(fault)], () => undefined)).rejects.toThrow(TypeError)
  })
})

describe('programs', () => {
  test('are found in the path and nowhere else', () => {
    expect(hasProgram('sh')).toBe(true)
    vi.stubEnv('PATH', folder)
    expect(hasProgram('sh')).toBe(false)
    writeFileSync(join(folder, 'sh'), '', { mode: 0o644 })
    expect(hasProgram('sh')).toBe(false)
  })

  test('tell how they ended and what they said last', async () => {
    const outcome = await run(['sh', '-c', 'echo one; echo two >&2; exit 3'])
    expect(outcome.code).toBe(3)
    expect(lastWords(outcome.output, 1)).toBe('two')
    expect((await run([join(folder, 'none')])).code).toBe(127)
  })

  test('over their limit are ended with all that they started', async () => {
    const late = join(folder, 'late')
    const outcome = await run(['sh', '-c', `(sleep 1; touch ${late}) & sleep 60`], { limit: 100 })
    expect(outcome.code).not.toBe(0)
    await run(['sleep', '1.2'])
    expect(existsSync(late)).toBe(false)
  })

  test('that we become give us their exit code', async () => {
    const script = join(folder, 'script.ts')
    writeFileSync(script, `process.exit(Number(process.argv[2]) + Number(process.env['ADD']))`)
    expect(await become(relative(root, script), ['3'], { ADD: '4' })).toBe(7)
  })
})

describe('run.mjs', () => {
  const command = (...args: string[]) => run([process.execPath, 'infra/setup/run.mjs', ...args])

  test('names the commands when given another, and ends with 2', async () => {
    const outcome = await command('dance')
    expect(outcome.code).toBe(2)
    expect(outcome.output).toContain('start, test, cluster, check, bench, faults, docs, lyceum')
  })
})

test('the hash of files follows their contents', () => {
  const one = hashFiles(['infra/media-worker/build.sh'])
  expect(hashFiles(['infra/media-worker/build.sh'])).toBe(one)
  expect(hashFiles(['infra/media-worker/*.sh'])).toBe(one)
  expect(hashFiles(['infra/media-worker/**'])).not.toBe(one)
  expect(root).toBe(join(import.meta.dirname, '..', '..'))
})
