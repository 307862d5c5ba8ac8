// Of what a recorder is made beside itself.
import type { RecorderParts } from './app.ts'
import { Keyring } from './ingest/keyring.ts'
import { RtmpDoor } from './ingest/rtmpDoor.ts'
import { Router } from 'express'
import { LyceumError } from '../shared/errors.ts'

// TO BE JOINED: `new Broadcasts(parts)` and `Ingest.open(parts)`. Until then no key is valid, so that nothing comes in.
export const recorderParts: RecorderParts = {
  broadcasts: () => ({
    all: [],
    origin: Router(),
    begin: () => ({ write: () => undefined, end: () => undefined }),
    assign: () => {
      throw new LyceumError('missing')
    },
    end: () => undefined,
    trust: () => undefined,
    close: async () => undefined,
  }),
  openDoor: async ({ listen, tls, begin, refused }) => {
    const door = await RtmpDoor.open({
      ...{ ...listen, tls, refused, keys: new Keyring() },
      begin: (key, address) => begin(key as never, address),
    })
    return {
      port: door.port,
      load: () => undefined,
      endInput: () => undefined,
      close: () => door[Symbol.asyncDispose](),
    }
  },
}
