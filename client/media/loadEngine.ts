// mediasoup's idea of this browser. Its library comes apart from the page's first script; ask early.
import type { Device } from 'mediasoup-client/types'
import { routerCapabilities } from './routerCapabilities.ts'
import { sendsSvc } from './svc.ts'

export interface Engine {
  readonly device: Device
  /** This browser sends VP9 in layers of one stream. */
  readonly svc: boolean
}

export async function loadEngine(): Promise<Engine> {
  const asked = sendsSvc()
  const mediasoup = await import('mediasoup-client')
  const device = await mediasoup.Device.factory()
  await device.load({ routerRtpCapabilities: routerCapabilities() })
  return { device, svc: await asked }
}
