// The secrets of anonymous polls: a voter's name in a poll is an HMAC under its secret, which no log
// holds and which is deleted when the poll closes. It never writes down whose name it made.
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { LyceumError } from '../../shared/errors.ts'
import type { LogId, ParticipantId, PollId } from '../../shared/ids.ts'
import type { OpenPoll } from '../../shared/room/polls.ts'
import type { RoomState } from '../../shared/room/state.ts'
import { row, rows, run } from '../storage/query.ts'

/** A class has ended long before, and its polls with it. In ms. */
const forgottenAfter = 2 * 24 * 60 * 60_000

const secretRow = z.object({ secret: z.instanceof(Buffer) })

/** A room as far as the secrets of its polls go. */
export interface Polling {
  readonly id: LogId
  readonly state: RoomState
}

interface SecretsParts {
  readonly db: Pool
  readonly now: () => number
}

const lost = { reason: 'poll-secret-lost' } as const

export class PollSecrets {
  readonly #parts: SecretsParts
  readonly #known = new Map<PollId, Promise<KeyObject>>()

  constructor(parts: SecretsParts) {
    this.#parts = parts
  }

  /** The participant's name in this poll; null where it has none, for it is not anonymous or not open. */
  async nameOf(room: Polling, poll: PollId, participant: ParticipantId): Promise<string | null> {
    const open = room.state.polls.open.get(poll)
    if (open?.anonymous !== true) return null
    const secret = await this.#secret(room, open)
    return createHmac('sha256', secret).update(participant).digest('base64url')
  }

  /** These polls take no more votes. */
  async forget(polls: readonly PollId[]): Promise<void> {
    for (const poll of polls) this.#known.delete(poll)
    if (polls.length === 0) return
    const text = 'DELETE FROM poll_secrets WHERE poll = ANY($1::uuid[])'
    await run(this.#parts.db, { text, values: [polls] })
  }

  /** Deletes what a node that died left behind. */
  async sweep(rooms: readonly Polling[]): Promise<void> {
    const { db, now } = this.#parts
    const text = 'SELECT poll, log FROM poll_secrets WHERE log = ANY($1::uuid[])'
    const values = [rooms.map(({ id }) => id)]
    const kept = await rows(db, { text, values }, z.object({ poll: z.string(), log: z.string() }))
    const state = new Map<string, RoomState>(rooms.map((room) => [room.id, room.state]))
    const over = kept.filter(
      ({ poll, log }) => state.get(log)?.polls.open.has(poll as PollId) === false,
    )
    await this.forget(over.map(({ poll }) => poll as PollId))
    const old = 'DELETE FROM poll_secrets WHERE made_at < $1'
    await run(db, { text: old, values: [now() - forgottenAfter] })
  }

  #secret(room: Polling, { poll }: OpenPoll): Promise<KeyObject> {
    const known = this.#known.get(poll)
    if (known !== undefined) return known
    const found = this.#find(room, poll).then(createSecretKey)
    this.#known.set(poll, found)
    found.catch(() => this.#known.delete(poll))
    return found
  }

  /** Made for the first vote and never again: another one would let everybody vote twice. */
  async #find(room: Polling, poll: PollId): Promise<Buffer> {
    const kept = await this.#read(poll)
    if (kept !== null) return kept
    const votes = room.state.polls.open.get(poll)?.votes.size ?? 0
    if (votes === 0) await this.#make(room.id, poll)
    const secret = await this.#read(poll)
    if (secret === null)
      throw new LyceumError('conflict', 'This poll can take no more votes; start it anew.', lost)
    return secret
  }

  async #read(poll: PollId): Promise<Buffer | null> {
    const text = 'SELECT secret FROM poll_secrets WHERE poll = $1'
    const found = await row(this.#parts.db, { text, values: [poll] }, secretRow)
    return found?.secret ?? null
  }

  async #make(log: LogId, poll: PollId): Promise<void> {
    const { db, now } = this.#parts
    const text = `INSERT INTO poll_secrets (poll, log, secret, made_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (poll) DO NOTHING`
    await run(db, { text, values: [poll, log, randomBytes(32), now()] })
  }
}
