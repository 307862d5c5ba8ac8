// All of a recorder but its channel to the servers: encoders come in at a real port, and what they send is watched over
// real HTTP with tokens as a server signs them.
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import jwt from 'jsonwebtoken'
import { pino } from 'pino'
import { vi } from 'vitest'
import { hlsPath, watchAudience, type LiveBroadcast } from '../../shared/contract/recorder.ts'
import { newId, type RoomId, type StreamKeyId } from '../../shared/ids.ts'
import { Broadcasts, type BroadcastsParts } from '../broadcast/broadcasts.ts'
import { Ingest } from '../ingest/ingest.ts'
import { hashOf } from '../ingest/keyring.ts'
import { Encoder, type Published } from './encoder.ts'
import { Viewer } from './viewer.ts'

export const patience = { timeout: 60_000, interval: 20 }
const issuer = 'school'

export class Studio implements AsyncDisposable {
  readonly room: RoomId = newId()
  /** What was refused, and of which key. */
  readonly refused: string[] = []
  readonly broadcasts: Broadcasts
  readonly #stack = new AsyncDisposableStack()
  readonly #signing = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #keys = new Map<string, StreamKeyId>()
  #ingest: Ingest | null = null
  #port = 0

  private constructor(parts: Partial<BroadcastsParts> & { folder: string }) {
    this.broadcasts = new Broadcasts({
      now: () => Date.now(),
      encodes: true,
      changed: () => undefined,
      refused: (key, reason) => this.refused.push(`${this.#nameOf(key)}: ${reason}`),
      log: pino({ level: 'silent' }),
      ...parts,
      // A machine that is busy with other tests is no machine that is too slow.
      times: { mostBehind: 60_000, ...parts.times },
    })
    const { x = '', y = '' } = this.#signing.publicKey.export({ format: 'jwk' })
    this.broadcasts.trust(issuer, [{ kid: 'one', x, y }])
  }

  static async open(parts: Partial<BroadcastsParts> = {}): Promise<Studio> {
    const folder = await mkdtemp(join(tmpdir(), 'lyceum-studio-'))
    const studio = new Studio({ folder, ...parts })
    studio.#stack.defer(() => rm(folder, { recursive: true, force: true }))
    studio.#stack.defer(() => studio.broadcasts.close())
    await studio.#listen()
    return studio
  }

  get ingest(): Ingest {
    if (this.#ingest === null) throw new Error('nobody comes in yet')
    return this.#ingest
  }

  get port(): number {
    return this.#port
  }

  get token(): string {
    return jwt.sign({}, this.#signing.privateKey, {
      ...{ algorithm: 'ES256', keyid: 'one', expiresIn: 600, issuer },
      ...{ audience: watchAudience, subject: this.room },
    })
  }

  /** A secret that encoders come in with; as many as there are names. */
  admit(...names: readonly string[]): void {
    for (const name of names) this.#keys.set(name, newId())
    this.ingest.load([...this.#keys].map(([name, key]) => ({ key, hash: hashOf(name) })))
  }

  encoder(what: Partial<Published> & { key: string }): Encoder {
    return this.#stack.use(new Encoder({ port: this.ingest.port, ...what }))
  }

  /** What is on the air, or was, with that key; the newest. */
  of(name: string): LiveBroadcast | undefined {
    return this.broadcasts.all.findLast(({ key }) => key === this.#keys.get(name))
  }

  /** Once there is something to watch, for the class. */
  async onAir(name: string): Promise<Viewer> {
    const { broadcast } = await vi.waitFor(() => {
      const found = this.of(name)
      if (found?.state !== 'on') throw new Error('it is not on the air')
      return found
    }, patience)
    this.broadcasts.assign(broadcast, this.room)
    const viewer = new Viewer(
      `http://127.0.0.1:${this.#port}${hlsPath('node', broadcast)}`,
      this.token,
    )
    const { status } = await viewer.get('index.m3u8')
    if (status !== 200) throw new Error(`there is nothing to watch: ${status}`)
    return viewer
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync()
  }

  #nameOf(key: StreamKeyId): string {
    return [...this.#keys].find(([, one]) => one === key)?.[0] ?? 'nobody'
  }

  async #listen(): Promise<void> {
    const ingest = await Ingest.open({
      listen: { host: '127.0.0.1', port: 0 },
      begin: (key) => this.broadcasts.begin(key),
      refused: () => undefined,
      failed: () => undefined,
    })
    this.#ingest = ingest
    this.#stack.defer(() => ingest.close())
    const server = createServer(express().use('/hls', this.broadcasts.origin))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#stack.defer(async () => {
      server.close().closeAllConnections()
      await once(server, 'close')
    })
    this.#port = (server.address() as AddressInfo).port
  }
}
