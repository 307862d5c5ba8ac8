// Where encoders come in, by RTMP, RTMPS, both or not at all, as one: whoever comes by one door with a key takes over
// from whoever came by the other.
import { readFile } from 'node:fs/promises'
import type { Listen } from '../shared/channel/settings.ts'
import type { StreamKeyId } from '../shared/ids.ts'
import type { RecorderConfig } from './config.ts'
import type { InputSink } from './ingest/rtmpConnection.ts'
import type { NodeParts } from './node.ts'

export interface DoorParts {
  readonly listen: Listen
  /** Then it is RTMPS. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer }
  readonly begin: (key: StreamKeyId, address: string) => InputSink
  readonly refused: (address: string, why: string) => void
  readonly failed: (what: string, error: unknown) => void
}

export type Door = NodeParts['ingest'] & {
  /** Sends the encoder away that comes in with the key, if one does. */
  endInput(key: StreamKeyId): void
  readonly port: number
  /** Encoders can come in just now. */
  readonly listens: boolean
  close(): Promise<void>
}

export interface DoorsOptions {
  readonly config: Pick<RecorderConfig, 'rtmp' | 'rtmps'>
  readonly open: (parts: DoorParts) => Promise<Door>
  readonly parts: Omit<DoorParts, 'listen' | 'tls'>
}

async function ways({ rtmp, rtmps }: DoorsOptions['config']) {
  const tls = rtmps && { key: await readFile(rtmps.key), cert: await readFile(rtmps.cert) }
  return [
    ...(rtmp === null ? [] : [{ listen: rtmp }]),
    ...(rtmps === null || tls === null ? [] : [{ listen: rtmps, tls }]),
  ]
}

export class Doors {
  readonly #all: Door[] = []

  static async open({ config, open, parts }: DoorsOptions): Promise<Doors> {
    const doors = new Doors()
    try {
      for (const way of await ways(config)) {
        const begin: DoorParts['begin'] = (key, address) => {
          for (const other of doors.#all) if (other !== door) other.endInput(key)
          return parts.begin(key, address)
        }
        const door: Door = await open({ ...parts, ...way, begin })
        doors.#all.push(door)
      }
    } catch (error) {
      await doors.close()
      throw error
    }
    return doors
  }

  get ports(): readonly number[] {
    return this.#all.map(({ port }) => port)
  }

  /** None is shut that there should be. */
  get listens(): boolean {
    return this.#all.every(({ listens }) => listens)
  }

  load(keys: Parameters<Door['load']>[0]): void {
    for (const door of this.#all) door.load(keys)
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((door) => door.close()))
  }
}
