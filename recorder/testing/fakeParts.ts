// Broadcasts and doors of a test's own making, which write down what the node asks of them.
import { Router } from 'express'
import type { LiveBroadcast } from '../../shared/contract/recorder.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type StreamKeyId } from '../../shared/ids.ts'
import type { RecorderParts } from '../app.ts'
import type { BroadcastsParts } from '../broadcast/broadcasts.ts'
import type { DoorParts } from '../doors.ts'

export const liveBroadcast = (more: Partial<LiveBroadcast> = {}): LiveBroadcast => ({
  broadcast: newId(),
  key: newId(),
  room: null,
  state: 'on',
  health: null,
  ...more,
})

export interface FakeDoor {
  readonly parts: DoorParts
  readonly loaded: (readonly { key: StreamKeyId; hash: string }[])[]
  readonly ended: StreamKeyId[]
  listens: boolean
  isClosed: boolean
}

/** What was asked of the parts, and what they say. */
export class FakeParts implements RecorderParts {
  all: LiveBroadcast[] = []
  readonly asked: [what: string, ...of: unknown[]][] = []
  readonly doors: FakeDoor[] = []
  given: BroadcastsParts | null = null
  isClosed = false

  readonly broadcasts: RecorderParts['broadcasts'] = (parts) => {
    this.given = parts
    const origin = Router()
    origin.get('/:node/:broadcast/index.m3u8', ({ params }, response) => {
      response.type('text/plain').send(`${params.node} ${params.broadcast}`)
    })
    const all = () => this.all
    return {
      get all() {
        return all()
      },
      origin,
      begin: (key) => {
        this.asked.push(['begin', key])
        return { write: () => undefined, end: () => undefined }
      },
      assign: (...of) => {
        if (!this.all.some(({ broadcast }) => broadcast === of[0])) throw new LyceumError('missing')
        this.asked.push(['assign', ...of])
      },
      end: (...of) => this.asked.push(['end', ...of]),
      trust: (...of) => this.asked.push(['trust', ...of]),
      close: async () => {
        this.isClosed = true
      },
    }
  }

  readonly openDoor: RecorderParts['openDoor'] = async (parts) => {
    const door: FakeDoor = { parts, loaded: [], ended: [], listens: true, isClosed: false }
    this.doors.push(door)
    return {
      port: 1_935,
      get listens() {
        return door.listens
      },
      load: (keys) => door.loaded.push(keys),
      endInput: (key) => door.ended.push(key),
      close: async () => {
        door.isClosed = true
      },
    }
  }
}
