// What the browser does to the sound of the microphone before it goes out, as the person wants it. Pure.

export interface Tuning {
  /** Takes away noise. */
  readonly noise: boolean
  /** Takes away what the loudspeaker plays. */
  readonly echo: boolean
  /** Keeps all at one loudness. */
  readonly gain: boolean
  /** An instrument or a film: in stereo and untouched, whatever the others say. */
  readonly music: boolean
}

const speech: Tuning = { noise: true, echo: true, gain: true, music: false }

export function soundConstraints({ noise, echo, gain, music }: Tuning): MediaTrackConstraints {
  return {
    noiseSuppression: noise && !music,
    echoCancellation: echo && !music,
    autoGainControl: gain && !music,
    ...(music ? { channelCount: { ideal: 2 } } : {}),
  }
}

/** Told by the track itself, so that whoever encodes it needs to know nothing else. */
export const isMusic = ({ contentHint }: MediaStreamTrack): boolean => contentHint === 'music'

/** What was remembered, whatever it is: anything odd is as for speech. */
export function parseTuning(stored: string | null): Tuning {
  try {
    const value = JSON.parse(stored ?? '{}') as Record<string, unknown> | null
    const read = (name: keyof Tuning): boolean => {
      const found = value?.[name]
      return typeof found === 'boolean' ? found : speech[name]
    }
    return { noise: read('noise'), echo: read('echo'), gain: read('gain'), music: read('music') }
  } catch {
    return speech
  }
}
