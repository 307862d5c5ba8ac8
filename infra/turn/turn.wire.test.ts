// What coturn, with the configuration that operators get, grants to the passwords that servers make.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { iceServersBy } from '../../server/media/turn.ts'
import { newId } from '../../shared/ids.ts'
import { findProgram } from '../setup/steps/unpacked.ts'
import { TurnClient, type Login, type Protocol } from './stun.ts'
import { startTurn, type RunningTurn } from './turnserver.ts'

const turnserver = findProgram('turnserver')
const secret = 'shared by servers and coturn'
const sfu = [127, 0, 0, 11]
const forbidden = 403
const unauthorised = 401

const loginAt = (moment: number, shared = secret): Login => {
  const turn = { urls: [], secret: shared }
  const [login] = iceServersBy(turn, () => moment)(newId())
  if (login === undefined) throw new Error('there is TURN')
  return login
}

describe.skipIf(turnserver === null)('coturn', () => {
  let turn: RunningTurn
  beforeAll(async () => {
    if (turnserver !== null) turn = await startTurn(turnserver, { secret, allowed: sfu.join('.') })
  })
  afterAll(() => turn[Symbol.asyncDispose]())

  const portOf = (protocol: Protocol) => (protocol === 'tls' ? turn.tlsPort : turn.port)
  const open = (login: Login, protocol: Protocol = 'udp') =>
    TurnClient.open(protocol, portOf(protocol), login)

  it.each(['udp', 'tcp', 'tls'] as const)('relays over %s', async (protocol) => {
    using client = await open(loginAt(Date.now()), protocol)
    expect(await client.allocate()).toBeNull()
    expect(await client.permit(sfu)).toBeNull()
  })

  it('knows neither passwords that are over nor those of another secret', async () => {
    using late = await open(loginAt(Date.now() - 24 * 60 * 60 * 1_000))
    expect(await late.allocate()).toBe(unauthorised)
    using stranger = await open(loginAt(Date.now(), 'a secret of their own'))
    expect(await stranger.allocate()).toBe(unauthorised)
  })

  it('sends to the sfus and to nobody else, however the address is written', async () => {
    using client = await open(loginAt(Date.now()))
    expect(await client.allocate()).toBeNull()
    for (const other of [
      [127, 0, 0, 1],
      [10, 0, 0, 1],
      [169, 254, 169, 254],
      [192, 0, 2, 1],
      [0, 0, 0, 0],
    ])
      expect(await client.permit(other)).toBe(forbidden)
    const mapped = (address: readonly number[]) => [
      ...Array<number>(10).fill(0),
      255,
      255,
      ...address,
    ]
    for (const other of [mapped([127, 0, 0, 1]), mapped([10, 0, 0, 1]), mapped(sfu)])
      expect(await client.permit(other)).not.toBeNull()
    expect(await client.permit(sfu)).toBeNull()
  })
})
