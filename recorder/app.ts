// Builds a recorder by hand, top to bottom, and takes it down in reverse order.
import express, { type Router } from 'express'
import type { Logger } from 'pino'
import { Control, type ControlOptions } from '../shared/channel/control.ts'
import type { RunningNode } from '../shared/channel/process.ts'
import { recorderContract, type RecorderContract } from '../shared/contract/recorder.ts'
import type { StreamKeyId } from '../shared/ids.ts'
import type { BroadcastsParts } from './broadcast/broadcasts.ts'
import type { RecorderConfig } from './config.ts'
import { Doors, type DoorsOptions } from './doors.ts'
import { canEncode } from './encodes.ts'
import type { InputSink } from './ingest/rtmpConnection.ts'
import { Metrics } from './metrics.ts'
import { RecorderNode, type NodeParts } from './node.ts'
import { OneClock } from './oneClock.ts'

export type Broadcasts = NodeParts['broadcasts'] & {
  begin(key: StreamKeyId): InputSink
  /** /:node/:broadcast/… */
  readonly origin: Router
  close(): Promise<void>
}

/** What a recorder is made of beside itself. */
export interface RecorderParts {
  readonly broadcasts: (parts: BroadcastsParts) => Broadcasts
  readonly openDoor: DoorsOptions['open']
}

export interface Recorder extends RunningNode {
  readonly node: RecorderNode
  /** Where encoders come in. */
  readonly ports: readonly number[]
}

function originOf({ origin }: Broadcasts): NonNullable<ControlOptions<RecorderContract>['others']> {
  const app = express().disable('x-powered-by').use('/hls', origin)
  return (request, response, missing) => {
    app(request as express.Request, response as express.Response, missing)
  }
}

export async function startRecorder(
  config: RecorderConfig,
  log: Logger,
  parts: RecorderParts,
): Promise<Recorder> {
  await using undo = new AsyncDisposableStack()
  const { node: name, ingest: ingestAddress, folder, reportMs, drainMs } = config
  const clock = new OneClock()
  const encodes = await canEncode()
  if (!encodes) log.warn('there is no ffmpeg with libx264: no smaller pictures are made')
  let told: RecorderNode | null = null
  const broadcasts = parts.broadcasts({
    ...{ folder, encodes, log },
    now: () => clock.now(),
    changed: () => told?.changed(),
    refused: (key, reason) => told?.refused(key, reason),
  })
  undo.defer(() => broadcasts.close())
  const ingest = await Doors.open({
    config,
    open: parts.openDoor,
    parts: {
      begin: (key) => broadcasts.begin(key),
      refused: (address, why) => log.info({ address, why }, 'encoder refused'),
      failed: (what, error) => log.error({ err: error }, what),
    },
  })
  undo.defer(() => ingest.close())
  const node = new RecorderNode({
    ...{ name, ingestAddress, encodes, reportMs, clock, broadcasts, ingest },
  })
  told = node
  undo.defer(() => node.close())
  const control = await Control.listen({
    ...config.control,
    contract: recorderContract,
    node,
    metrics: new Metrics(node),
    health: () => ({
      ready: ingest.listens,
      figures: { node: name, encodes, ports: ingest.ports },
    }),
    others: originOf(broadcasts),
    log,
  })
  undo.defer(() => control.close())
  const whole = undo.move()
  return {
    node,
    ports: ingest.ports,
    listen: control.address,
    drain: () => node.drain(drainMs),
    close: () => whole.disposeAsync(),
  }
}
