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
import { FakeParts } from '../../recorder/testing/fakeParts.ts'
import { startTestRecorder } from '../../recorder/testing/startTestRecorder.ts'
import { opus } from '../../sfu/testing/media.ts'
import { testSecret } from '../../sfu/testing/startTestSfu.ts'
import { findProgram } from '../setup/steps/unpacked.ts'
import { openSchool, type School } from '../wire/school.ts'
import { dashboards } from './panels.ts'
import { rulesFile, startPrometheus } from './prometheus.ts'
import { alerts, ruleCases } from './ruleCases.ts'

const run = promisify(execFile)
const promtool = findProgram('promtool')
const prometheus = findProgram('prometheus')
const until = { timeout: 120_000, interval: 500 }

/** A class on two servers and two sfus; what it answers with lets it be talked in, and watched anew. */
async function teach(school: School): Promise<() => Promise<void>> {
  const teacher = await school.join('instructor', { node: 0 })
  const student = await school.join('student', { node: 1 })
  await expect(student.do('class.configure', { forbidden: [] })).rejects.toThrow()
  const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })
  const { send } = await teacher.ask('media.join', { rtpCapabilities, wish: [] })
  const voice = { transport: send.id, kind: 'microphone', rtpParameters: opus(77), paused: false }
  const { source } = await teacher.ask('media.publish', voice as never)
  await student.until('the voice', ({ room }) => room.sources.has(source))
  return async () => {
    await student.ask('media.join', { rtpCapabilities, wish: [source] })
    await Promise.all([teacher.say('Good morning'), student.say('Good morning!')])
    await school.owner.call('join.door', { params: { room: school.room }, query: {} })
  }
}

const hostOf = (url: string) => new URL(url).host

/** Holds or not, an alert's comparison then answers 0 or 1. */
const asked = (expr: string) => expr.replace(/ (==|>|<) (?=[\d.]+$)/, ' $1 bool ')

describe.skipIf(prometheus === null)('a cluster with a class in it', () => {
  it('answers every query of the dashboards and rules', async () => {
    if (prometheus === null) return
    await using close = new AsyncDisposableStack()
    const school = close.use(
      await openSchool({ nodes: 2, processes: true, sfu: [{ node: 'one' }, { node: 'two' }] }),
    )
    const recorder = close.use(await startTestRecorder(new FakeParts()))
    const urls = school.place.sfus.map(({ url }) => url)
    const watching = close.use(
      await startPrometheus(prometheus, {
        'lyceum-server': [0, 1].map((n) => hostOf(school.urlOf(n))),
        'lyceum-sfu': urls.map(hostOf),
        'lyceum-recorder': [recorder.listen],
      }),
    )
    const goOn = await teach(school)
    const panels = dashboards.flatMap(({ rows }) => rows.flat())
    const queries = panels.flatMap(({ lines }) => Object.values(lines))
    const rules = await loadedRules(watching)
    expect(rules.map(({ health }) => health)).toEqual(rules.map(() => 'ok'))
    const all = [...new Set([...queries, ...rules.map(({ query }) => asked(query))])]
    await vi.waitFor(async () => {
      // Rates are of what happens between two looks.
      await goOn()
      const empty = await Promise.all(
        all.map(async (expr) => {
          const result = await watching.query(expr)
          return result.some(({ value }) => !Number.isNaN(value)) ? null : expr
        }),
      )
      expect(empty.filter((expr) => expr !== null)).toEqual([])
    }, until)
    const [people] = await watching.query('sum(lyceum_participants)')
    const [seats] = await watching.query('sum(lyceum_sfu_seats)')
    expect([people?.value, seats?.value]).toEqual([2, 2])
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
