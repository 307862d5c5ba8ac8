// The figures of an encoder as rows of words.
import type { InputHealth } from '../../../shared/contract/recorder/input.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import { figure } from './words.ts'

export interface Row {
  readonly name: string
  readonly value: string
}

const none = '–'

function channelWords(channels: number): string {
  if (channels === 1) return t('encoder.mono')
  return channels === 2 ? t('encoder.stereo') : t('encoder.channels', { count: channels })
}

function pictureRows({ picture, rungs }: InputHealth): Row[] {
  const keys = picture?.keyFrameSeconds ?? null
  return [
    {
      name: t('encoder.size'),
      value: picture === null ? none : `${picture.width}×${picture.height}`,
    },
    {
      name: t('encoder.frames'),
      value:
        picture === null
          ? none
          : t('encoder.perSecond', { value: figure(picture.framesPerSecond, 0) }),
    },
    {
      name: t('encoder.keyFrames'),
      value: keys === null ? none : t('encoder.everySeconds', { value: figure(keys, 1) }),
    },
    {
      name: t('encoder.rungs'),
      value:
        rungs.length === 0 ? t('encoder.noRungs') : rungs.map((lines) => `${lines}p`).join(', '),
    },
  ]
}

export function healthRows(health: InputHealth): Row[] {
  const { sound, bitrate, reconnects } = health
  return [
    {
      name: t('encoder.bitrate'),
      value: t('encoder.megabits', { value: figure(bitrate / 1e6, 1) }),
    },
    ...pictureRows(health),
    {
      name: t('encoder.sound'),
      value:
        sound === null
          ? t('encoder.missing')
          : t('encoder.soundOf', {
              rate: figure(sound.sampleRate / 1_000, sound.sampleRate % 1_000 === 0 ? 0 : 1),
              channels: channelWords(sound.channels),
            }),
    },
    { name: t('encoder.reconnects'), value: t('encoder.times', { count: reconnects }) },
  ]
}
