import { expect, it } from 'vitest'
import { Turnstile, type Done, type Ticket } from './turnstile.ts'

class Comers {
  now = 0
  readonly inside: string[] = []
  readonly told = new Map<string, number[]>()
  readonly turnstile = new Turnstile({ now: () => this.now, abreast: 1 })
  readonly #dones: (Done | null)[] = []

  come(key: string, returning = false): Ticket {
    const told = this.told.get(key) ?? []
    this.told.set(key, told)
    const ticket = { key, returning, tell: (ahead: number) => told.push(ahead) }
    void this.turnstile.pass(ticket).then((done) => {
      if (done !== null) this.inside.push(key)
      this.#dones.push(done)
    })
    return ticket
  }

  /** Whoever passes has their seat; who is next passes. */
  async seat(): Promise<void> {
    await settle()
    this.#dones.shift()?.()
    await settle()
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

it('lets people in one after the other, and tells who waits how many are before them', async () => {
  const comers = new Comers()
  for (const key of ['a', 'b', 'c', 'd']) comers.come(key)
  comers.turnstile.tellAll()
  for (let n = 0; n < 4; n += 1) {
    await comers.seat()
    comers.turnstile.tellAll()
  }
  expect(comers.inside).toEqual(['a', 'b', 'c', 'd'])
  expect(comers.told.get('a')).toEqual([])
  expect(comers.told.get('d')).toEqual([3, 3, 2, 1])
  comers.turnstile.close()
})

it('lets whoever was inside pass, and moves nobody back for it', async () => {
  const comers = new Comers()
  for (const key of ['a', 'b', 'c']) comers.come(key)
  comers.turnstile.tellAll()
  comers.come('back', true)
  comers.turnstile.tellAll()
  for (let n = 0; n < 4; n += 1) await comers.seat()
  expect(comers.inside).toEqual(['a', 'back', 'b', 'c'])
  expect(comers.told.get('c')).toEqual([2, 2, 2])
  comers.turnstile.close()
})

it('keeps the place of who lost the connection, for a minute', async () => {
  const comers = new Comers()
  for (const key of ['a', 'c']) comers.come(key)
  const lost = comers.come('lost')
  const gone = comers.come('gone')
  comers.come('last')
  comers.turnstile.away(lost)
  comers.turnstile.away(gone)
  comers.now = 59_000
  comers.come('lost')
  comers.now = 60_000
  comers.turnstile.tellAll()
  for (let n = 0; n < 5; n += 1) await comers.seat()
  expect(comers.inside).toEqual(['a', 'c', 'lost', 'last'])
  expect(comers.told.get('last')).toEqual([4, 3])
  comers.turnstile.close()
})

it('does not let an empty place hold up the others', async () => {
  const comers = new Comers()
  comers.come('a')
  comers.turnstile.away(comers.come('lost'))
  comers.come('b')
  await comers.seat()
  await comers.seat()
  expect(comers.inside).toEqual(['a', 'b'])
  comers.turnstile.close()
})
