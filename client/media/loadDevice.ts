// mediasoup's idea of this browser. Its library comes apart from the page's first script; ask early.
import type { Device } from 'mediasoup-client/types'
import { routerCapabilities } from './routerCapabilities.ts'

export async function loadDevice(): Promise<Device> {
  const mediasoup = await import('mediasoup-client')
  const device = await mediasoup.Device.factory()
  await device.load({ routerRtpCapabilities: routerCapabilities() })
  return device
}
