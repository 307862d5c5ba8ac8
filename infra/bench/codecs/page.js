// One browser that sends its camera in a codec and a shape it is given: runs in the browser, and reaches the
// router through `ask`. Plain JavaScript, so that the Node side's types stay free of the DOM.
/* global window, navigator */
import { Device } from 'mediasoup-client'

const wish = { width: 1280, height: 720, frameRate: 24 }
let device
let send
let picture
let producer

async function counts() {
  const reports = [...(await producer.getStats()).values()]
  const sent = reports.filter(({ type }) => type === 'outbound-rtp')
  return {
    frames: Math.max(...sent.map(({ framesEncoded = 0 }) => framesEncoded)),
    bytes: sent.reduce((sum, { bytesSent = 0 }) => sum + bytesSent, 0),
    height: Math.max(...sent.map(({ frameHeight = 0 }) => frameHeight)),
    encoder: sent[0]?.encoderImplementation ?? '',
    mode: sent.map(({ scalabilityMode = '' }) => scalabilityMode).join(' '),
  }
}

window.bench = {
  async open() {
    const { rtpCapabilities, transport } = await window.ask('open', {})
    device = await Device.factory()
    await device.load({ routerRtpCapabilities: rtpCapabilities })
    send = device.createSendTransport(transport)
    send.on('connect', ({ dtlsParameters }, done, failed) => {
      window.ask('connect', { dtlsParameters }).then(done, failed)
    })
    send.on('produce', ({ kind, rtpParameters }, done, failed) => {
      window.ask('produce', { kind, rtpParameters }).then(done, failed)
    })
    const stream = await navigator.mediaDevices.getUserMedia({ video: wish })
    picture = stream.getVideoTracks()[0]
  },

  /** What the browser says of itself: whether it encodes that by special hardware. */
  async isEfficient(contentType, scalabilityMode) {
    const video = { contentType, bitrate: 1_500_000, framerate: wish.frameRate, ...wish }
    const answer = await navigator.mediaCapabilities.encodingInfo({
      type: 'webrtc',
      video: { ...video, scalabilityMode },
    })
    return answer.supported && answer.powerEfficient
  },

  async send(mimeType, encodings) {
    const codec = device.sendRtpCapabilities.codecs.find((one) => one.mimeType === mimeType)
    producer = await send.produce({ track: picture, encodings, codec, stopTracks: false })
  },

  counts,

  stop() {
    producer.close()
  },
}
