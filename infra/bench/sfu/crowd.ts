// The load: cheap peers that send pictures of so many packets a second, and peers that receive some of them.
import type { types } from 'mediasoup'
import type { RtpParameters } from '../../../shared/contract/sfu.ts'
import type { Passage, Studio } from '../../peers/studio.ts'
import type { Forwarder, Own } from './forwarder.ts'

const atOnce = 8

export class Crowd implements Disposable {
  readonly #forwarder: Forwarder
  readonly #passages: Passage[] = []
  readonly #seats: types.WebRtcTransport[] = []

  constructor(forwarder: Forwarder) {
    this.#forwarder = forwarder
  }

  /** One peer after the other, each with a picture. */
  async publish(studio: Studio, count: number, picture: types.Producer): Promise<void> {
    const { rtpCapabilities } = studio.router
    for (let n = 0; n < count; n += 1) {
      const seat = await this.#seat(studio)
      const { rtpParameters } = await seat.consume({ producerId: picture.id, rtpCapabilities })
      await this.#meet(studio, seat, (own) =>
        this.#forwarder.publish(own, rtpParameters as RtpParameters),
      )
    }
  }

  /** So many peers more, with so many pictures each. */
  async subscribe(studio: Studio, count: number, pictures: number): Promise<void> {
    for (let left = count; left > 0; left -= atOnce)
      await Promise.all(
        Array.from({ length: Math.min(left, atOnce) }, async () =>
          this.#meet(studio, await this.#seat(studio), (own) =>
            this.#forwarder.subscribe(own, pictures),
          ),
        ),
      )
  }

  [Symbol.dispose](): void {
    for (const passage of this.#passages) passage.close()
    for (const seat of this.#seats) seat.close()
  }

  async #seat(studio: Studio): Promise<types.WebRtcTransport> {
    const seat = await studio.seat()
    this.#seats.push(seat)
    return seat
  }

  async #meet(
    studio: Studio,
    seat: types.WebRtcTransport,
    ask: (own: Own) => ReturnType<Forwarder['publish']>,
  ): Promise<void> {
    const { iceParameters: ice, dtlsParameters, iceCandidates } = seat
    const { end, dtls } = await ask({ ice, fingerprints: dtlsParameters.fingerprints })
    await seat.connect({ dtlsParameters: dtls })
    const mine = { ip: '127.0.0.1', port: iceCandidates[0]?.port ?? 0, ice }
    const open = new Promise<void>((done, failed) => {
      seat.on('dtlsstatechange', (state) => {
        if (state === 'connected') done()
        if (state === 'failed') failed(new Error('no DTLS'))
      })
    })
    this.#passages.push(studio.open(end, mine, () => undefined))
    await open
  }
}
