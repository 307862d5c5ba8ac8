// Two servers and two sfus with wires of ours between them: from each server to the first sfu, and between the sfus.
import { rm } from 'node:fs/promises'
import { makeLesson } from '../../../sfu/testing/media.ts'
import type { TestSfu } from '../../../sfu/testing/startTestSfu.ts'
import { freePort } from '../../system.ts'
import { TcpProxy } from '../../test/tcpProxy.ts'
import { openSchool, usualPlace, type School } from '../../wire/school.ts'
import { PipeWire } from '../pipeWire.ts'

const ends = [
  { bound: '127.0.0.1', announced: '127.0.0.41' },
  { bound: '127.0.0.1', announced: '127.0.0.42' },
] as const
/** As many as a test has pipes at once, and some to choose from. */
const portsFrom = (min: number) => ({ min, max: min + 19 })

export interface WiredSfus extends AsyncDisposable {
  readonly school: School
  /** Has the films that can be played. */
  readonly one: TestSfu
  readonly two: TestSfu
  /** From each server to the first sfu. */
  readonly wires: readonly TcpProxy[]
  /** Between the two sfus. */
  readonly pipe: PipeWire
}

export async function openWiredSfus(): Promise<WiredSfus> {
  await using close = new AsyncDisposableStack()
  const demoMedia = close.adopt(await makeLesson(), (folder) => rm(folder, { recursive: true }))
  const ports = portsFrom(await freePort())
  const sfu = [
    { node: 'one', demoMedia, pipes: { announced: ends[0].announced, ports } },
    { node: 'two', pipes: { announced: ends[1].announced, ports } },
  ]
  const pipe = close.use(await PipeWire.open(ends, ports))
  const wires: TcpProxy[] = []
  const school = close.use(
    await openSchool({ nodes: 2, sfu }, async (options, closing) => {
      const place = await usualPlace(options, closing)
      const [first = '', ...others] = place.sfus.map(({ url }) => url)
      for (const _ of place.nodes)
        wires.push(closing.use(await TcpProxy.open(() => Number(new URL(first).port))))
      const nodes = place.nodes.map((node, n) => ({
        ...node,
        sfus: [`ws://127.0.0.1:${wires[n]?.port ?? 0}`, ...others],
      }))
      return { ...place, nodes }
    }),
  )
  const [one, two] = school.place.sfus
  if (one === undefined || two === undefined) throw new Error('there are two')
  const end = close.move()
  return { school, one, two, wires, pipe, [Symbol.asyncDispose]: () => end.disposeAsync() }
}
