// Thousands of hostile messages to one layer from people who may draw on it: the others' work stays as it was,
// the server goes on, and the document can be loaded by whoever comes next.
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nameOf } from '../../shared/board/layer.ts'
import { boardPath, boardProtocol } from '../../shared/board/wire.ts'
import { seeded } from '../../server/log/testing/world.ts'
import { openSchool, type School } from '../wire/school.ts'
import { newPage } from './boards/page.ts'
import { hostileMessage } from './boards/hostile.ts'
import { Sketcher } from './boards/sketcher.ts'
import { intensity } from './intensity.ts'

const seed = intensity(7, Date.now() % 2 ** 31)
const connections = intensity(60, 1_000)
const messagesEach = 12
const people = 6

let school: School
beforeAll(async () => {
  console.info(`board fuzz: seed ${seed}`)
  school = await openSchool({ processes: true })
})
afterAll(() => school[Symbol.asyncDispose]())

const statusOf = async (path: string) => {
  const { publicUrl: origin } = school.place
  const address = `${school.urlOf(0)}${path}`.replace(/^http/, 'ws')
  const socket = new WebSocket(address, [boardProtocol, 'nothing'], { origin })
  const [error] = (await once(socket, 'error')) as [Error]
  return error.message
}

it('a door that is no layer, or no token, is shut with a status', async () => {
  expect(await statusOf(`${boardPath}%ff`)).toContain('400')
  expect(await statusOf(`${boardPath}nothing`)).toContain('400')
  const layer = await newPage(await school.join('instructor'))
  expect(await statusOf(boardPath + nameOf(layer))).toContain('401')
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
})

it('hostile messages change nothing of others and end nothing', { timeout: 300_000 }, async () => {
  const random = seeded(seed)
  const layer = await newPage(await school.join('instructor'))
  const { room } = school
  const { publicUrl: origin } = school.place
  const urls = [school.urlOf(0)]
  const pupils = await Promise.all(Array.from({ length: people }, () => school.join('student')))
  const all = pupils.map((pupil) => new Sketcher({ pupil, room, layer, urls, origin, random }))
  const [witness, ...attackers] = all
  if (witness === undefined) throw new Error('nobody')
  await witness.connect()
  for (let n = 0; n < 20; n += 1) witness.draw()
  await expect.poll(() => witness.allSaved).toBe(true)
  const before = witness.objects
  for (let n = 0; n < connections; n += 1) {
    const attacker = attackers[n % attackers.length]
    const token = (await attacker?.token(school.urlOf(0))) ?? ''
    const address = `${school.urlOf(0)}${boardPath}${nameOf(layer)}`.replace(/^http/, 'ws')
    const socket = new WebSocket(address, [boardProtocol, token], { origin })
    socket.on('error', () => undefined)
    await Promise.race([once(socket, 'open'), once(socket, 'close')])
    for (let m = 0; m < messagesEach && socket.readyState === WebSocket.OPEN; m += 1) {
      socket.send(hostileMessage(random, [witness.doc.clientID]))
      await setImmediate()
    }
    socket.close()
  }
  expect(witness.isOpen).toBe(true)
  expect(witness.objects).toMatchObject(before)
  witness.draw()
  await expect.poll(() => witness.allSaved).toBe(true)
  expect((await witness.wholeFrom(school.urlOf(0))).length).toBeGreaterThan(100)
  expect(school.log.filter(({ level }) => level >= 50)).toEqual([])
  const broken = school.troubles.filter(({ msg }) => /rejection|folding|listener/.test(msg ?? ''))
  expect(broken).toEqual([])
  witness.close()
})
