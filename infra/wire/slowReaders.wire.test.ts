// Somebody who stops reading costs the others nothing: they are let go, come back, and have it all.
import { expect, it } from 'vitest'
import { TcpProxy } from '../test/tcpProxy.ts'
import { openSchool, type School } from './school.ts'

/** Three bytes a character. */
const longText = '界'.repeat(1_900)
const atOnce = 40
/** What the kernels between two ends may swallow, several times over. */
const mostMessages = 8_000

async function lettingsGo(school: School): Promise<number> {
  const page = await (await fetch(`${school.urlOf(0)}/metrics`)).text()
  const line = /^lyceum_connection_let_go_total\{.*reason="slow reader".*\} (\d+)$/m.exec(page)
  return Number(line?.[1] ?? 0)
}

it('lets go of who does not read, who then comes back to all that was said', async () => {
  await using school = await openSchool()
  await using proxy = await TcpProxy.open(() => Number(new URL(school.urlOf(0)).port))
  const teacher = await school.join('instructor')
  const [reading, deaf] = [await school.join('student'), await school.join('student')]
  deaf.line.moveTo(`http://127.0.0.1:${proxy.port}`)
  deaf.line.cut()
  const isOpen = () => deaf.connection.state.kind === 'open'
  await deaf.until('the other way in', () => proxy.connections === 1 && isOpen())
  proxy.deafen(1)
  let said = 0
  while ((await lettingsGo(school)) === 0 && said < mostMessages) {
    await Promise.all(Array.from({ length: atOnce }, () => teacher.say(longText)))
    said += atOnce
  }
  expect(await lettingsGo(school)).toBe(1)
  const last = await teacher.say('Is everybody here?')
  const seq = last.facts[0]?.seq ?? Infinity
  await reading.until('the last word', ({ connection }) => connection.have.seq >= seq)
  await deaf.until('the last word', ({ connection }) => connection.have.seq >= seq)
  expect(deaf.chat).toEqual(teacher.chat)
  expect(reading.states.filter(({ kind }) => kind === 'reconnecting')).toEqual([])
})
