// What a client asks of the media plane, through its server: transports, publishing, watching. Nothing
// here is a fact; what becomes one (a source that opened) is appended by the server.
import { z } from 'zod'
import { request, signal } from './define.ts'
import { id } from './fields.ts'
import { sourceKind } from './sources.ts'
import {
  consumer,
  dtlsParameters,
  iceParameters,
  ids,
  rtpCapabilities,
  rtpParameters,
  transportParameters,
} from './sfu/media.ts'
import { heights, layer, look, plain } from './sfu/wish.ts'

const sources = z.array(ids.source).max(200)
/** Older clients have none. */
const looks = z.array(look).max(200).optional()
const direction = z.enum(['send', 'receive'])
const nothing = z.object({})

/** As browsers take it; the password ends after some hours. */
export const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string(),
  credential: z.string(),
})

export const mediaRequests = {
  'media.join': request({
    summary:
      'Both transports and the first consumers in one round trip. Ends earlier media of this session, or with `moving` leaves it beside the new until `media.settle`.',
    input: z.object({ rtpCapabilities, wish: sources, looks, moving: z.boolean().optional() }),
    output: z.object({
      incarnation: ids.incarnation,
      send: transportParameters,
      receive: transportParameters,
      consumers: z.array(consumer),
      /** TURN, where the installation has it. */
      iceServers: z.array(iceServer),
      plain,
    }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'media.settle': request({
    summary: 'Ends the media of this session that is not on this incarnation: the move is over.',
    input: z.object({ incarnation: ids.incarnation }),
    output: nothing,
    permission: 'class.see',
    rate: 'machine',
  }),
  'media.connect': request({
    summary: 'Hands over the DTLS parameters of one transport.',
    input: z.object({ transport: ids.transport, dtlsParameters }),
    output: nothing,
    permission: 'class.see',
    rate: 'machine',
  }),
  'media.publish': request({
    summary: 'Starts a source; it is on the stage when its fact is there.',
    input: z.object({
      transport: ids.transport,
      kind: sourceKind,
      rtpParameters,
      paused: z.boolean(),
      heights: heights.optional(),
    }),
    output: z.object({ source: id<'source'>(), paused: z.boolean() }),
    permission: 'class.see',
    // Each makes facts for all, and everybody who watches asks for what is new.
    rate: 'act',
  }),
  'media.watch': request({
    summary:
      'The whole set of sources one wants to receive, and how large each picture is looked at; answers the consumers that are new, whose sources ended (`removed`), and which sources are not there (`missing`) or in no codec that one can receive (`unplayable`).',
    input: z.object({ wish: sources, looks }),
    output: z.object({
      consumers: z.array(consumer),
      removed: z.array(ids.consumer),
      missing: z.array(ids.source),
      unplayable: z.array(ids.source),
    }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'media.resume': request({
    summary: 'Lets consumers flow, once the browser is ready for them.',
    input: z.object({ consumers: z.array(ids.consumer).max(200) }),
    output: nothing,
    permission: 'class.see',
    rate: 'machine',
  }),
  'media.restartIce': request({
    summary: 'New ICE credentials for a transport after the network changed.',
    input: z.object({ transport: ids.transport, direction }),
    output: z.object({ iceParameters }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

export const mediaSignals = {
  'media.speakers': signal({
    summary: 'Who is heard; at most 5 a second. Levels are 0 to 1.',
    data: z.object({
      active: ids.participant.nullable(),
      levels: z.array(z.object({ participant: ids.participant, level: z.number() })),
    }),
    permission: 'server',
    to: 'all',
  }),
  'media.quality': signal({
    summary: 'Connection quality of who changed: 0 lost, 1 perfect, null unknown.',
    data: z.object({
      peers: z.array(
        z.object({
          participant: ids.participant,
          send: z.number().nullable(),
          receive: z.number().nullable(),
        }),
      ),
    }),
    permission: 'server',
    to: 'all',
  }),
  'media.demand': signal({
    summary:
      'The highest layer that anybody takes of one’s own source: what is above need not be sent. With `plain`, somebody cannot receive it as it is encoded, and it is to be published anew in VP8.',
    data: z.object({ source: ids.source, layer, plain }),
    permission: 'server',
    to: 'one',
  }),
  'media.starved': signal({
    summary:
      'Which pictures do not come because one’s link is weak; every 2 s while there are any, and once when there are none.',
    data: z.object({ sources }),
    permission: 'server',
    to: 'one',
  }),
  'media.move': signal({
    summary:
      'The node of this incarnation is drained: this device joins media with `moving`, publishes the same there, and settles when all of it flows.',
    data: z.object({ incarnation: ids.incarnation }),
    permission: 'server',
    to: 'one',
  }),
  'media.lost': signal({
    summary: 'A media worker or node is gone: whoever had media there joins media anew.',
    data: z.object({ incarnation: ids.incarnation }),
    permission: 'server',
    to: 'all',
  }),
}
