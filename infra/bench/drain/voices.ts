// Runs in a page, before anything of it: listens to what its players play, as a person would, and notes for
// how long each tone was not to be heard.

declare global {
  /** The longest that any of the tones was silent since this was asked before, in ms; null when one never came. */
  var takeGap: () => Promise<number | null>
}

interface Watching {
  readonly tones: readonly number[]
  readonly program: string
}

/** Runs beside the page: of each tone, whether a stretch of 20 ms has it. */
export const voiceMeter = `
    const windowMs = 20
    registerProcessor('voices', class extends AudioWorkletProcessor {
      constructor({ processorOptions: { tones } }) {
        super()
        this.window = Math.round(sampleRate * windowMs / 1000)
        this.voices = tones.map((tone) => ({
          factor: 2 * Math.cos(2 * Math.PI * tone / sampleRate), one: 0, two: 0,
          heard: false, silent: 0, longest: 0,
        }))
        this.taken = 0
        this.port.onmessage = () => {
          const gaps = this.voices.map(({ heard, silent, longest }) => heard ? Math.max(silent, longest) : null)
          for (const voice of this.voices) voice.longest = 0
          this.port.postMessage(gaps.includes(null) ? null : Math.max(...gaps))
        }
      }
      process([input]) {
        const samples = input[0] ?? new Float32Array(128)
        for (const sample of samples) this.take(sample)
        return true
      }
      take(sample) {
        for (const voice of this.voices) {
          const next = sample + voice.factor * voice.one - voice.two
          voice.two = voice.one
          voice.one = next
        }
        this.taken += 1
        if (this.taken < this.window) return
        this.taken = 0
        for (const voice of this.voices) this.judge(voice)
      }
      judge(voice) {
        const { one, two, factor } = voice
        const level = 2 * Math.sqrt(Math.max(0, one * one + two * two - factor * one * two)) / this.window
        voice.one = 0
        voice.two = 0
        if (level > 0.01) {
          voice.heard = true
          voice.silent = 0
          return
        }
        if (voice.heard) voice.silent += windowMs
        voice.longest = Math.max(voice.longest, voice.silent)
      }
    })`

export function watchVoices({ tones, program }: Watching): void {
  const context = new AudioContext({ sampleRate: 48_000 })
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
  const ready = context.audioWorklet.addModule(url).then(() => {
    const processorOptions = { tones: [...tones] }
    return new AudioWorkletNode(context, 'voices', {
      channelCount: 1,
      channelCountMode: 'explicit',
      processorOptions,
    })
  })
  const heard = new Map<HTMLMediaElement, MediaStreamAudioSourceNode>()
  const listen = async (player: HTMLMediaElement, stream: MediaStream | null) => {
    const meter = await ready
    heard.get(player)?.disconnect()
    heard.delete(player)
    if (stream === null) return
    const source = context.createMediaStreamSource(stream)
    heard.set(player, source)
    source.connect(meter)
  }
  const { prototype } = HTMLMediaElement
  const original = Object.getOwnPropertyDescriptor(prototype, 'srcObject')
  Object.defineProperty(prototype, 'srcObject', {
    ...original,
    set(this: HTMLMediaElement, stream: MediaStream | null) {
      original?.set?.call(this, stream)
      if (this instanceof HTMLAudioElement) void listen(this, stream)
    },
  })
  globalThis.takeGap = async () => {
    const { port } = await ready
    return new Promise((told) => {
      port.onmessage = ({ data }: MessageEvent<number | null>) => {
        told(data)
      }
      port.postMessage(null)
    })
  }
}
