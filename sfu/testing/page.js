// The smallest client that joins a room: runs in a browser, and reaches the sfu through `ask`, which
// the test puts on the page. What it does is what any client must do, in the same order. Plain
// JavaScript, so that the Node side's types stay free of the DOM; the test states its shape.
/* global window, document, navigator, AudioContext, MediaStream */
import { Device } from 'mediasoup-client'

const consumers = new Map()
let send
let receive
let camera
let device

const oneStream = [
  { scalabilityMode: 'L1T3', scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  { scalabilityMode: 'L2T3_KEY', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { scalabilityMode: 'L3T3_KEY', scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
]

function connecting(transport) {
  return transport.on('connect', ({ dtlsParameters }, done, failed) => {
    window.ask('connect', { transport: transport.id, dtlsParameters }).then(done, failed)
  })
}

async function consume({ id, source, kind, rtpParameters }) {
  const media = kind === 'camera' || kind === 'screen' ? 'video' : 'audio'
  const consumer = await receive.consume({ id, producerId: source, kind: media, rtpParameters })
  consumers.set(source, consumer)
  const element = document.createElement(media)
  element.autoplay = true
  element.srcObject = new MediaStream([consumer.track])
  document.body.append(element)
}

async function take(descriptions) {
  await Promise.all(descriptions.map(consume))
  if (descriptions.length === 0) return
  await window.ask('resume', { consumers: descriptions.map(({ id }) => id) })
}

/** The browser's own microphone only beeps: too short to be taken for speech. */
function tone() {
  const context = new AudioContext()
  const sine = context.createOscillator()
  const out = context.createMediaStreamDestination()
  sine.connect(out)
  sine.start()
  return out.stream
}

window.room = {
  async join(wish) {
    const joined = await window.ask('join', { wish })
    device = await Device.factory()
    await device.load({ routerRtpCapabilities: joined.rtpCapabilities })
    send = connecting(device.createSendTransport(joined.send))
    receive = connecting(device.createRecvTransport(joined.receive))
    send.on('produce', ({ rtpParameters, appData }, done, failed) => {
      const call = { ...appData, transport: send.id, rtpParameters, paused: false }
      window.ask('publish', call).then(() => done({ id: appData.source }), failed)
    })
    await take(joined.consumers)
  },

  async publish({ camera: source, microphone }) {
    const [picture] = (await navigator.mediaDevices.getUserMedia({ video: true })).getVideoTracks()
    const [sound] = tone().getAudioTracks()
    const encodings = [{ scaleResolutionDownBy: 4, maxBitrate: 100_000 }, { maxBitrate: 500_000 }]
    const { height } = picture.getSettings()
    const appData = { source, kind: 'camera', heights: [height / 4, height] }
    camera = await send.produce({ track: picture, encodings, appData })
    await send.produce({ track: sound, appData: { source: microphone, kind: 'microphone' } })
  },

  /** In three layers of one stream. */
  async publishLayered({ camera: source }) {
    const video = { width: 1280, height: 720 }
    const [picture] = (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks()
    const codec = device.sendRtpCapabilities.codecs.find(({ mimeType }) => mimeType === 'video/VP9')
    const encodings = [{ scalabilityMode: 'L3T3_KEY', maxBitrate: 1_500_000 }]
    const appData = { source, kind: 'camera', heights: [180, 360, 720] }
    camera = await send.produce({ track: picture, codec, encodings, appData })
  },

  /** As a browser that hangs: nothing is sent, and nobody is told. */
  async hang() {
    const parameters = camera.rtpSender.getParameters()
    for (const encoding of parameters.encodings) encoding.active = false
    await camera.rtpSender.setParameters(parameters)
  },

  /** Of one stream. */
  async encodeUpTo(layer) {
    const parameters = camera.rtpSender.getParameters()
    Object.assign(parameters.encodings[0], oneStream[layer])
    // What comes while another is being set fails, and is told again with the next report.
    await camera.rtpSender.setParameters(parameters).catch(() => undefined)
  },

  /** Of how many lines the largest picture is that is sent. */
  async encoded() {
    const reports = [...(await camera.getStats()).values()]
    return Math.max(0, ...reports.map(({ frameHeight = 0 }) => frameHeight))
  },

  /** What is above this layer nobody takes. */
  async sendUpTo(layer) {
    const parameters = camera.rtpSender.getParameters()
    for (const [n, encoding] of parameters.encodings.entries()) encoding.active = n <= layer
    await camera.rtpSender.setParameters(parameters)
  },

  async watch(wish, looks) {
    const { consumers: fresh } = await window.ask('watch', { wish, looks })
    await take(fresh)
  },

  async restartIce() {
    for (const transport of [send, receive]) {
      const { iceParameters } = await window.ask('restartIce', { transport: transport.id })
      await transport.restartIce({ iceParameters })
    }
  },

  async received(source) {
    const consumer = consumers.get(source)
    const reports = [...(await consumer.getStats()).values()]
    const inbound = reports.find(({ type }) => type === 'inbound-rtp') ?? {}
    const [heard] = consumer.rtpReceiver.getSynchronizationSources()
    return {
      packets: inbound.packetsReceived ?? 0,
      framesDecoded: inbound.framesDecoded ?? 0,
      width: inbound.frameWidth ?? 0,
      level: heard?.audioLevel ?? 0,
    }
  },
}
