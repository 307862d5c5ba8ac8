// Leaves out of hls.js what no broadcast of ours has: formats other than fragmented MP4, protected media, interstitials,
// subtitles in the stream, pictures for seeking, several delivery networks. Its light build leaves out the separate sound
// too, which ours all have.
import type { Plugin } from 'vite'

const library = /\/hls\.js\/dist\/hls\.mjs$/
/** As the library names them in its settings; each may be absent, as in its own light build. */
const absent = [
  'emeController',
  'contentSteeringController',
  'iframeController',
  'interstitialsController',
  'subtitleStreamController',
  'subtitleTrackController',
  'timelineController',
  'id3TrackController',
]

/** Readers of transport streams and of plain AAC, AC-3 and MP3, of which the first one's are asked whether they may. */
const otherFormats: readonly (readonly [RegExp, string])[] = [
  [
    /^(const muxConfig = \[\{\s+demux: MP4Demuxer,\s+remux: PassThroughRemuxer\s+\}), [^;]+;\s+\{\s+muxConfig\.splice\([^;]+\);\s+\}/m,
    '$1];',
  ],
  [/TSDemuxer\.probe\(initSegmentData, this\.logger\)/, 'false'],
]

/** Throws where the library is written in another way: another version must be looked at. */
export function withoutParts(code: string): string {
  const controllers = absent.map(
    (name) => [new RegExp(`^(\\s+${name}: )[A-Z]\\w+(\\s*,?)$`, 'm'), '$1undefined$2'] as const,
  )
  return [...controllers, ...otherFormats].reduce((text, [part, instead]) => {
    if (!part.test(text)) throw new Error(`hls.js has no ${part.source} to leave out`)
    return text.replace(part, instead)
  }, code)
}

export function smallPlayer(): Plugin {
  return {
    name: 'lyceum:small-player',
    apply: 'build',
    transform: {
      filter: { id: library },
      handler: (code) => ({ code: withoutParts(code), map: null }),
    },
  }
}
