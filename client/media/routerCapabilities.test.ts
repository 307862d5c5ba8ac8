// Holds the client's idea of a router against mediasoup's own.
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import { expect, test } from 'vitest'
import { codecs } from '../../shared/contract/sfu/codecs.ts'
import { routerCapabilities } from './routerCapabilities.ts'

test('what the client takes a router to be is what mediasoup makes of the codecs', () => {
  const real = generateRouterRtpCapabilities(structuredClone(codecs))
  const wanted = {
    ...real,
    headerExtensions: real.headerExtensions?.filter(
      ({ uri }) => !uri.endsWith(':video-orientation'),
    ),
  }
  expect(routerCapabilities()).toEqual(wanted)
})
