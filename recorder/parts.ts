// Of what a recorder is made beside itself.
import type { RecorderParts } from './app.ts'
import { Broadcasts } from './broadcast/broadcasts.ts'
import { Ingest } from './ingest/ingest.ts'

export const recorderParts: RecorderParts = {
  broadcasts: (parts) => new Broadcasts(parts),
  openDoor: (parts) => Ingest.open(parts),
}
