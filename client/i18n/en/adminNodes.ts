// English texts of the nodes of an installation, for who operates it.
import type { Area } from '../message.ts'

export const adminNodes = {
  mediaNodes: 'Media nodes',
  nodesNone: 'No media node was ever heard',
  nodesNoneText: 'Classes have text and boards, but no picture and no sound.',
  nodeUp: 'Up',
  nodeDrains: 'Drains: nobody new',
  nodeMoves: 'Drains: {moved} of {people} moved, done by {by}',
  nodeGone: 'Gone, last heard {when}',
  nodeCpu: 'Busiest core',
  percent: '{percent} %',
  nodeConsumers: 'Streams sent',
  nodePackets: 'Packets sent',
  perSecond: '{count} a second',
  nodeOut: 'Outgoing',
  megabits: '{megabits} Mbit/s',
  nodePeople: 'People',
  nodeVersion: 'Version',
  nodeDrain: 'Drain',
  nodeUndrain: 'Take people again',
  nodeForget: 'Forget',
  servers: 'Servers',
  serverCpu: 'Processor',
  serverRooms: 'Classes loaded',
  serverConnections: 'Connections',
  serverSince: 'started {when}',
} as const satisfies Area
