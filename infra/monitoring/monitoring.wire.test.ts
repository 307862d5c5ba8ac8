// Every query of the dashboards and rules, asked by Debian's Prometheus of a cluster with a class in it:
// none may come back empty. And promtool: every alert goes off when it should, and none when all is well.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { SfuPool } from '../../server/media/pool.ts'
import { newId } from '../../shared/ids.ts'
import { makeLesson, opus } from '../../sfu/testing/media.ts'
import { testSecret } from '../../sfu/testing/startTestSfu.ts'
import { findProgram } from '../setup/steps/unpacked.ts'
import { openSchool, type School } from '../wire/school.ts'
import { dashboards } from './panels.ts'
import { rulesFile, startPrometheus } from './prometheus.ts'
import { alerts, ruleCases } from './ruleCases.ts'

const run = promisify(execFile)
const promtool = findProgram('promtool')
const prometheus = findProgram('prometheus')
const until = { timeout: 60_000, interval: 250 }

/** A class on two servers and two sfus: it is talked in, refused, sent to and watched. */
async function teach(school: School): Promise<void> {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  await teacher.say('Good morning')
  await student.say('Good morning!')
  await expect(student.do('class.configure', { forbidden: [] })).rejects.toThrow()
  const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })
  const { send } = await teacher.ask('media.join', { rtpCapabilities, wish: [] })
  const voice = { transport: send.id, kind: 'microphone', rtpParameters: opus(77), paused: false }
  const { source } = await teacher.ask('media.publish', voice as never)
  await student.until('the voice', ({ room }) => room.sources.has(source))
  await student.ask('media.join', { rtpCapabilities, wish: [source] })
}

/** Real packets, in a room beside the class that no server looks after. */
async function play(plane: SfuPool): Promise<void> {
  const [room, participant, session] = [newId<'room'>(), newId<'participant'>(), newId<'session'>()]
  const [camera, microphone] = [newId<'source'>(), newId<'source'>()]
  const film = { room, participant, session, camera, microphone, file: 'lesson.webm', stage: [] }
  await plane.play(film)
  const sources = [camera, microphone].map((source) => ({ source, paused: false }))
  await plane.want({ room, participant, seq: 1, sources })
}

const hostOf = (url: string) => new URL(url).host

/** Holds or not, an alert's comparison then answers 0 or 1. */
const asked = (expr: string) => expr.replace(/ (==|>|<) (?=[\d.]+$)/, ' $1 bool ')

describe.skipIf(prometheus === null)('a cluster with a class in it', () => {
  it('answers every query of the dashboards and rules', async () => {
    if (prometheus === null) return
    await using close = new AsyncDisposableStack()
    const demoMedia = close.adopt(await makeLesson(), (path) => rm(path, { recursive: true }))
    const sfu = [
      { node: 'one', demoMedia },
      { node: 'two', demoMedia },
    ]
    const school = close.use(await openSchool({ nodes: 2, processes: true, sfu }))
    const urls = school.place.sfus.map(({ url }) => url)
    const watching = close.use(
      await startPrometheus(prometheus, {
        'lyceum-server': [0, 1].map((n) => hostOf(school.urlOf(n))),
        'lyceum-sfu': urls.map(hostOf),
      }),
    )
    const plane = close.adopt(new SfuPool({ urls, secret: testSecret, node: 'test' }), (pool) => {
      pool.close()
    })
    await vi.waitFor(() => expect(plane.nodes).toHaveLength(2), until)
    await Promise.all([teach(school), play(plane)])
    const panels = dashboards.flatMap(({ rows }) => rows.flat())
    const queries = panels.flatMap(({ lines }) => Object.values(lines))
    const rules = await loadedRules(watching)
    expect(rules.map(({ health }) => health)).toEqual(rules.map(() => 'ok'))
    const all = [...new Set([...queries, ...rules.map(({ query }) => asked(query))])]
    await vi.waitFor(async () => {
      const empty = await Promise.all(
        all.map(async (expr) => {
          const result = await watching.query(expr)
          return result.some(({ value }) => !Number.isNaN(value)) ? null : expr
        }),
      )
      expect(empty.filter((expr) => expr !== null)).toEqual([])
    }, until)
    const [bits] = await watching.query('sum(lyceum_sfu_bits_in_per_second)')
    expect(bits?.value).toBeGreaterThan(0)
  })
})

const rulesAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ query: z.string(), health: z.string() })) }),
    ),
  }),
})

/** Once each was evaluated. */
async function loadedRules({ get }: { get: (path: string) => Promise<unknown> }) {
  return vi.waitFor(async () => {
    const { data } = rulesAnswer.parse(await get('rules'))
    const rules = data.groups.flatMap((group) => group.rules)
    expect(rules.length).toBe((await alerts()).length)
    expect(rules.filter(({ health }) => health === 'unknown')).toEqual([])
    return rules
  }, until)
}

describe.skipIf(promtool === null)('promtool', () => {
  const ask = async (...args: string[]) => {
    if (promtool === null) return
    await run(promtool.command, args, { env: { ...process.env, ...promtool.env } })
  }

  it('takes the configuration and the rules', async () => {
    await ask('check', 'config', join(import.meta.dirname, 'prometheus.yml'))
    await ask('check', 'rules', '--lint-fatal', rulesFile)
  })

  it('sees every alert go off for what it is about, and none when all is well', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lyceum-rules-'))
    try {
      const file = join(folder, 'cases.yml')
      await writeFile(file, JSON.stringify(await ruleCases(rulesFile)))
      await ask('test', 'rules', file)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
