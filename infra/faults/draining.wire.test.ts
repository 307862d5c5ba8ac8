// A server dies while it moves people away from a media node: they come back to another server, which moves them,
// and the node is empty in the end.
import { expect, it, vi } from 'vitest'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { CheapPeer } from '../peers/cheapPeer.ts'
import { Studio } from '../peers/studio.ts'
import type { Pupil } from '../wire/pupil.ts'
import { openSchool } from '../wire/school.ts'

const until = { timeout: 120_000, interval: 50 }
const people = 8

const peersOn = ({ node }: TestSfu) => node.rooms.flatMap((room) => room.peers).length
const wasAsked = ({ signals }: Pupil) => signals.some(({ name }) => name === 'media.move')

it(
  'SIGKILL of a server that drains a media node: its people are moved by the other',
  { timeout: 300_000 },
  async () => {
    await using close = new AsyncDisposableStack()
    const sfu = [{ node: 'one' }, { node: 'two' }]
    const school = close.use(await openSchool({ processes: true, nodes: 2, sfu }))
    const studio = close.use(await Studio.open())
    const all: { readonly pupil: Pupil; readonly peer: CheapPeer }[] = []
    for (let n = 0; n < people; n += 1) {
      const pupil = await school.join(n === 0 ? 'instructor' : 'student', { node: n % 2 })
      const peer = close.use(new CheapPeer(pupil.connection, studio))
      all.push({ pupil, peer })
      // One who goes on with the server that stays, and one whose server dies.
      if (n < 2) await peer.speak()
    }
    const allHear = () => {
      expect(all.map(({ peer }) => peer.hears)).toEqual(all.map((_, n) => (n < 2 ? 1 : 2)))
    }
    await vi.waitFor(allHear, until)
    const [from, to] = school.place.sfus.toSorted((a, b) => peersOn(b) - peersOn(a))
    if (from === undefined || to === undefined) throw new Error('there are two')
    expect([peersOn(from), peersOn(to)]).toEqual([people, 0])
    const params = { node: from.node.name }
    await school.owner.call('nodes.drain', { params, body: { draining: true, within: 600 } })
    const doomed = all.map(({ pupil }) => pupil).filter((_, n) => n % 2 === 1)
    await vi.waitFor(() => expect(doomed.some(wasAsked)).toBe(true), until)
    school.node(1).child!.kill('SIGKILL')
    for (const { line } of doomed) line.moveTo(school.urlOf(0))
    await vi.waitFor(() => expect([peersOn(from), peersOn(to)]).toEqual([0, people]), until)
    await vi.waitFor(allHear, until)
    // What was moved is there twice for a moment: the new is heard before the old is closed.
    await vi.waitFor(() => {
      const { sources } = all[0]!.pupil.room
      expect([...sources.values()].map(({ node }) => node)).toEqual([to.node.name, to.node.name])
    }, until)
    await vi.waitFor(async () => {
      const { media } = await school.owner.call('nodes.list', {})
      expect(media.map(({ node, empty }) => [node, empty])).toEqual(
        expect.arrayContaining([
          [from.node.name, true],
          [to.node.name, false],
        ]),
      )
    }, until)
  },
)
