// How loud a track is, from 0 to 1, a few times a second, also while it is muted; for the level meter and
// for “you are muted”. Nothing of it leaves this device.

const everyMs = 66

export function meter(track: MediaStreamTrack, heard: (level: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  // A muted track is silent here too; a copy of it is muted by nobody.
  const copy = track.clone()
  copy.enabled = true
  const source = context.createMediaStreamSource(new MediaStream([copy]))
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    heard(levelOf(samples))
  }, everyMs)
  return () => {
    clearInterval(timer)
    source.disconnect()
    copy.stop()
    void context.close()
  }
}

/** Root mean square on a scale of decibels: −60 dB is 0, −10 dB is 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12)
  return Math.min(1, Math.max(0, (decibels + 60) / 50))
}
