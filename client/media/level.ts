// How loud a track is, from 0 to 1, a few times a second; for the level meter and for “you are muted”.

const everyMs = 66

export function meter(track: MediaStreamTrack, heard: (level: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  const source = context.createMediaStreamSource(new MediaStream([track]))
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    heard(levelOf(samples))
  }, everyMs)
  return () => {
    clearInterval(timer)
    source.disconnect()
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
