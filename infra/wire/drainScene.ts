// A class over two servers and two media nodes, of people who speak and hear; a node may be drained meanwhile.
import { vi } from 'vitest'
import { CheapPeer } from '../peers/cheapPeer.ts'
import { Studio } from '../peers/studio.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

export const until = { timeout: 60_000, interval: 50 }

export class DrainScene implements AsyncDisposable {
  readonly school: School
  readonly pupils: Pupil[] = []
  readonly peers: CheapPeer[] = []
  readonly #studio: Studio

  private constructor(school: School, studio: Studio) {
    this.school = school
    this.#studio = studio
  }

  static async open(): Promise<DrainScene> {
    const school = await openSchool({ nodes: 2, sfu: [{ node: 'one' }, { node: 'two' }] })
    return new DrainScene(school, await Studio.open())
  }

  /** The first teaches; every other comes by the other server. */
  async enter({ speaks }: { readonly speaks: boolean }): Promise<Pupil> {
    const n = this.pupils.length
    const pupil = await this.school.join(n === 0 ? 'instructor' : 'student', { node: n % 2 })
    const peer = new CheapPeer(pupil.connection, this.#studio)
    this.pupils.push(pupil)
    this.peers.push(peer)
    if (speaks) await peer.speak()
    return pupil
  }

  /** Until a server hears the node. Within so many seconds. */
  drain(node: string, draining: boolean, within = 600): Promise<void> {
    return vi.waitFor(async () => {
      const body = { draining, within }
      await this.school.owner.call('nodes.drain', { params: { node }, body })
    }, until)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.peers) peer[Symbol.dispose]()
    await this.#studio[Symbol.asyncDispose]()
    await this.school[Symbol.asyncDispose]()
  }
}
