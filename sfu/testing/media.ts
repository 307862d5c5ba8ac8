// Media for tests: RTP parameters as a browser would offer them, and a small real WebM file.
import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RtpParameters } from '../../shared/contract/sfu.ts'

const run = promisify(execFile)

export const opus = (ssrc: number): RtpParameters => ({
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc }],
  rtcp: { cname: 'test' },
})

export const vp8 = (ssrc: number): RtpParameters => ({
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [{ ssrc }],
  rtcp: { cname: 'test' },
})

/** A picture in so many layers. */
export const vp8Layers = (ssrc: number, layers: number): RtpParameters => ({
  ...vp8(ssrc),
  encodings: Array.from({ length: layers }, (_, n) => ({ ssrc: ssrc + n })),
})

/** A DTLS fingerprint that no browser has: enough to connect a transport nobody sends to. */
export const dtls = {
  role: 'client' as const,
  fingerprints: [
    { algorithm: 'sha-256' as const, value: Array.from({ length: 32 }, () => 'AA').join(':') },
  ],
}

interface Film {
  readonly size?: string
  readonly filter?: string
  readonly encoding?: readonly string[]
}

/** A folder with `lesson.webm`: 2 s of a test picture and a tone, a key frame every second. */
export async function makeLesson(film: Film = {}): Promise<string> {
  const { size = '320x180', filter = 'null', encoding = ['-b:v', '300k', '-g', '15'] } = film
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-media-'))
  const picture = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=15:duration=2,${filter}`]
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2']
  const video = ['-c:v', 'libvpx', '-deadline', 'realtime', ...encoding]
  const audio = ['-c:a', 'libopus', '-ac', '2', '-b:a', '48k']
  const output = join(folder, 'lesson.webm')
  await run('ffmpeg', ['-loglevel', 'error', ...picture, ...tone, ...video, ...audio, output])
  return folder
}
