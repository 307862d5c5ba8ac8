// The contract between servers and sfus as one value, for the channel between them.
import type { NodeContract } from '../nodeContract.ts'
import { sfuEvents } from './events.ts'
import { sfuRequests } from './requests.ts'

export const sfuContract = {
  name: 'sfu',
  protocol: 1,
  path: '/control',
  /** A report of a full node is by far the largest frame; a request never comes near a mebibyte. */
  frameLimits: { node: 1 << 20, server: 16 << 20 },
  requests: sfuRequests,
  events: sfuEvents,
} as const satisfies NodeContract
export type SfuContract = typeof sfuContract
