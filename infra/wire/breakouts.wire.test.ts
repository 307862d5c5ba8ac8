// Breakout rooms over two server nodes and one sfu: who is moved stops and begins to receive at once, down to the
// consumers, and nobody comes to what is said, written or drawn where they are not, whatever they send.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeLesson } from '../../sfu/testing/media.ts'
import { nameOf, type LayerName } from '../../shared/board/layer.ts'
import type { BreakoutId } from '../../shared/ids.ts'
import { BoardSocket } from './boardSocket.ts'
import { playFor, rtpCapabilities, watchedBy } from './played.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const until = { timeout: 60_000, interval: 20 }
let demoMedia: string
let school: School
let teacher: Pupil
let helper: Pupil
let ada: Pupil
let bob: Pupil
let cid: Pupil
let owls: BreakoutId
let foxes: BreakoutId

const place = ({ participant }: Pupil, breakout: BreakoutId | null) =>
  teacher.do('breakouts.place', { participants: [participant], breakout })

beforeAll(async () => {
  demoMedia = await makeLesson()
  school = await openSchool({ nodes: 2, sfu: { demoMedia } })
  teacher = await school.join('instructor', { node: 0 })
  helper = await school.join('moderator', { node: 1 })
  ada = await school.join('student', { node: 0, name: 'Ada' })
  bob = await school.join('student', { node: 1, name: 'Bob' })
  cid = await school.join('student', { node: 1, name: 'Cid' })
  const plan = { names: ['Owls', 'Foxes'], assign: 'nobody', choice: false } as const
  await teacher.do('breakouts.plan', { ...plan, names: [...plan.names] })
  await teacher.until('the plan', ({ room }) => room.breakouts.rooms.size === 2)
  ;[owls, foxes] = [...teacher.room.breakouts.rooms.keys()] as [BreakoutId, BreakoutId]
  await place(ada, owls)
  await place(bob, foxes)
})
afterAll(async () => {
  await school[Symbol.asyncDispose]()
  await rm(demoMedia, { recursive: true })
})

const receives = (pupil: Pupil, sources: readonly string[]) =>
  vi.waitFor(() => expect(watchedBy(school, pupil)?.toSorted()).toEqual(sources.toSorted()), until)

it('parts people who are in different rooms, and joins who are in one, at the sfu', async () => {
  const { camera, microphone } = await playFor(school, ada, 0)
  const own = await playFor(school, teacher, 0)
  const [hers, theirs] = [[camera, microphone], Object.values(own)]
  const wish = [...hers, ...theirs]
  for (const pupil of [bob, cid, helper]) {
    await pupil.until('all sources', ({ room }) => wish.every((one) => room.sources.has(one)))
    await pupil.ask('media.join', { rtpCapabilities, wish })
  }
  await receives(bob, wish)

  await teacher.do('breakouts.open', { minutes: null })
  // Nobody asks for it: whoever is moved receives the others no more.
  await receives(bob, [])
  await receives(cid, theirs)
  // Who is loud elsewhere takes nobody's place.
  const heardIn = () => school.sfu.node.rooms[0]?.source(microphone)?.circle
  await vi.waitFor(() => expect(heardIn()).toBe(owls), until)
  // Staff may look into every room.
  await receives(helper, wish)
  await bob.until('the rooms', ({ room }) => room.breakouts.open)
  expect(await bob.ask('media.watch', { wish })).toMatchObject({ consumers: [] })

  await place(bob, owls)
  await bob.until('the move', ({ room }) => room.breakouts.placements.get(bob.participant) === owls)
  await bob.ask('media.watch', { wish })
  await receives(bob, hers)
  await place(ada, foxes)
  await receives(bob, [])

  await teacher.do('breakouts.speak', { on: true })
  await bob.until('the voice', ({ room }) => room.breakouts.voices.size === 1)
  await bob.ask('media.watch', { wish })
  await receives(bob, theirs)
  await teacher.do('breakouts.speak', { on: false })
  await receives(bob, [])
})

it('tells what is said in a room to who is in it and staff, also when they come anew', async () => {
  await place(ada, owls)
  await place(bob, foxes)
  const to = { kind: 'breakout', breakout: owls } as const
  const secret = 'The answer is seven.'
  await ada.do('chat.say', { text: secret, replyTo: null, to })
  const has = (pupil: Pupil) =>
    pupil.room.chat.threads.some(({ messages }) => messages.some(({ text }) => text === secret))
  await teacher.until('the words', has)
  await bob.say('after it').catch(() => undefined)
  expect(await bob.refusal('chat.say', { text: 'me too', replyTo: null, to })).toMatchObject({
    reason: 'apart',
  })
  await cid.say('to all')
  await bob.until('what came after it', ({ chat }) => chat.includes('to all'))
  expect(JSON.stringify(bob.heard)).not.toContain(secret)
  const again = await school.join('student', { node: 0, like: bob })
  expect(has(again)).toBe(false)
  expect(again.room.breakouts.placements.get(bob.participant)).toBe(foxes)
  const found = await again.ask('chat.search', { text: 'seven', limit: 10 })
  expect(found.facts).toEqual([])
  const returned = await school.join('student', { node: 1, like: ada })
  expect(has(returned)).toBe(true)
  expect(returned.room.breakouts.placements.get(ada.participant)).toBe(owls)
})

const refused = (reason: string): unknown => expect.objectContaining({ reason })

it('refuses whoever asks for what is said and shown in another room', async () => {
  const theirs = [...bob.room.sources.values()].filter(
    ({ participant }) => participant !== bob.participant,
  )
  const wish = theirs.map(({ source }) => source)
  const looks = wish.map((source) => ({ source, height: 720, priority: 3 }))
  expect(wish.length).toBeGreaterThan(0)
  expect(await bob.ask('media.join', { rtpCapabilities, wish, looks })).toMatchObject({
    consumers: [],
  })
  expect(await bob.ask('media.watch', { wish, looks })).toMatchObject({ consumers: [] })
  await receives(bob, [])

  const words = ada.room.chat.threads.last()!.messages.last()!.seq
  const message = { text: 'I read you', replyTo: null }
  for (const to of [{ kind: 'all' }, { kind: 'person', participant: ada.participant }] as const)
    expect(await bob.refusal('chat.say', { ...message, to })).toEqual(refused('apart'))
  const answer = { ...message, replyTo: words, to: { kind: 'breakout', breakout: foxes } } as const
  expect(await bob.refusal('chat.say', answer)).toEqual(refused('no-message'))
  expect(await bob.refusal('chat.delete', { message: words })).toEqual(refused('no-message'))
  const page = { thread: words, before: words + 1, limit: 10 }
  await expect(bob.ask('chat.page', page)).rejects.toMatchObject({ code: 'missing' })

  expect(await bob.refusal('breakouts.choose', { breakout: owls })).toEqual(refused('no-choice'))
  const move = { participants: [bob.participant], breakout: owls }
  expect(await bob.refusal('breakouts.place', move)).toMatchObject({ code: 'forbidden' })
  expect(bob.room.breakouts.placements.get(bob.participant)).toBe(foxes)
})

async function openBoard(pupil: Pupil, layer: LayerName, node: number) {
  const token = await pupil.connection.token()
  const place = { url: school.urlOf(node), origin: school.place.publicUrl, layer, token }
  const closed: number[] = []
  return { socket: await BoardSocket.open(place, { closed: (code) => closed.push(code) }), closed }
}

it('opens the board of a room to those in it, and closes it to whoever is moved away', async () => {
  const board = ada.room.boards.boards.find(({ breakout }) => breakout === owls)!
  const layer = { board: board.id, page: board.pages.first()!.id, of: 'shared', epoch: 0 } as const
  const { socket, closed } = await openBoard(ada, layer, 0)
  await expect(openBoard(bob, layer, 1)).rejects.toThrow('4403')
  const params = { room: school.room, layer: nameOf(layer) }
  await expect(bob.browser.call('boards.layer', { params, query: {} })).rejects.toThrow('missing')
  await place(ada, foxes)
  await vi.waitFor(() => expect(closed).toEqual([4403]), until)
  socket.close()
})

it('calls everybody back, and ends rooms in time without anybody', async () => {
  await teacher.do('breakouts.setEnd', { seconds: 1 })
  await bob.until('the end', ({ room }) => !room.breakouts.open)
  const ended = bob.heard
    .flatMap((one) => (one.kind === 'facts' ? one.facts : []))
    .find(({ type }) => type === 'breakouts.ended')
  expect(ended?.body).toEqual({ reason: 'time' })
  await teacher.until('the plan again', ({ room }) => room.breakouts.rooms.size === 2)
  expect(bob.room.breakouts.rooms.size).toBe(0)
  const wish = [...bob.room.sources.keys()]
  await bob.ask('media.watch', { wish })
  await receives(bob, wish)
})
