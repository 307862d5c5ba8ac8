import { expect, test } from 'vitest'
import { attributesOf } from '../../infra/test/hls/reading.ts'
import { audioFormat, videoFormat } from '../testing/synthetic.ts'
import { multivariantPlaylist, type Picture, type Sound } from './multivariant.ts'

const large: Picture = {
  name: 'video',
  format: videoFormat,
  rates: { peak: 2_500_000.4, average: 2_000_000 },
}
const small: Picture = {
  name: '360p',
  format: { ...videoFormat, codec: 'avc1.42c01e', width: 320, height: 180 },
  rates: { peak: 600_000, average: 500_000 },
}
const sound: Sound = {
  name: 'audio',
  format: audioFormat,
  rates: { peak: 130_000, average: 128_000 },
}

const lines = (text: string) => text.trimEnd().split('\n')
const variants = (text: string) =>
  lines(text).flatMap((line, n, all) => {
    const [tag, said = ''] = line.split(':', 2)
    return tag === '#EXT-X-STREAM-INF'
      ? { ...Object.fromEntries(attributesOf(said)), uri: all[n + 1] }
      : []
  })

test('each picture is a variant with the sound that goes with it', () => {
  const text = multivariantPlaylist({ pictures: [large, small], sound })
  expect(lines(text)[0]).toBe('#EXTM3U')
  expect(variants(text)).toEqual([
    {
      BANDWIDTH: '2630001',
      'AVERAGE-BANDWIDTH': '2128000',
      CODECS: 'avc1.42001e,mp4a.40.2',
      RESOLUTION: '640x360',
      AUDIO: 'sound',
      uri: 'video.m3u8',
    },
    {
      BANDWIDTH: '730000',
      'AVERAGE-BANDWIDTH': '628000',
      CODECS: 'avc1.42c01e,mp4a.40.2',
      RESOLUTION: '320x180',
      AUDIO: 'sound',
      uri: '360p.m3u8',
    },
  ])
  const [media = ''] = lines(text).filter((line) => line.startsWith('#EXT-X-MEDIA:'))
  expect(Object.fromEntries(attributesOf(media.slice('#EXT-X-MEDIA:'.length)))).toMatchObject({
    TYPE: 'AUDIO',
    'GROUP-ID': 'sound',
    URI: 'audio.m3u8',
    CHANNELS: '2',
  })
})

test('a picture without sound names no sound, and sound by itself is the only variant', () => {
  const mute = multivariantPlaylist({ pictures: [small], sound: null })
  expect(mute).not.toContain('AUDIO')
  expect(variants(mute)).toMatchObject([{ CODECS: 'avc1.42c01e', uri: '360p.m3u8' }])
  const voice = multivariantPlaylist({ pictures: [], sound })
  expect(voice).not.toContain('EXT-X-MEDIA')
  expect(variants(voice)).toEqual([
    {
      BANDWIDTH: '130000',
      'AVERAGE-BANDWIDTH': '128000',
      CODECS: 'mp4a.40.2',
      uri: 'audio.m3u8',
    },
  ])
})
