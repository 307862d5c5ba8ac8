// The port of media as a test holds it: what was asked lies here until the test answers.
import type { Size } from '../encodings.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { MediaDoor } from '../door.ts'

interface Asked {
  readonly name: string
  readonly input: unknown
  readonly answer: (output: unknown) => Promise<void>
  readonly refuse: (error: Refusal) => Promise<void>
}

/** Lets what waits for a promise go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

export class FakeDoor {
  readonly requests: Asked[] = []
  readonly commands: { readonly name: string; readonly input: unknown }[] = []

  get port(): MediaDoor {
    return {
      request: (name: string, input: unknown) =>
        new Promise((resolve) => {
          const send = async (outcome: unknown): Promise<void> => {
            resolve(outcome as never)
            await settle()
          }
          this.requests.push({
            name,
            input,
            answer: (output) => send({ ok: true, output }),
            refuse: (error) => send({ ok: false, error }),
          })
        }),
      command: (name: string, input: unknown) => {
        this.commands.push({ name, input })
        return Promise.resolve({ ok: true, output: { facts: [] } })
      },
    } as MediaDoor
  }

  /** The inputs of what was asked by that name. */
  inputs(name: string): unknown[] {
    return this.requests.filter((one) => one.name === name).map(({ input }) => input)
  }

  get last(): Asked {
    const last = this.requests.at(-1)
    if (last === undefined) throw new Error('nothing was asked')
    return last
  }
}

export const fakeTrack = (size: Partial<Size> = {}): MediaStreamTrack =>
  ({ enabled: true, getSettings: () => size }) as MediaStreamTrack
