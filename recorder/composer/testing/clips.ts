// Clips of sources for tests, made by ffmpeg: frames of VP8 and H.264, packets of Opus, each with its time.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FlvReader } from '../../media/flv.ts'
import type { Frame } from '../pictureSource.ts'

const run = promisify(execFile)

async function made(args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 1 << 27 } as const
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], options)
  return stdout
}

/** `picture` is a source of ffmpeg's at 30 in a second; `keyEvery` in frames. */
export async function vp8(picture: string, keyEvery: number): Promise<Frame[]> {
  const fast = ['-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M']
  const encoding = ['-c:v', 'libvpx', ...fast, '-g', String(keyEvery)]
  const bytes = await made(['-f', 'lavfi', '-i', picture, ...encoding, '-f', 'ivf'])
  const frames: Frame[] = []
  for (let at = 32; at < bytes.length;) {
    const end = at + 12 + bytes.readUInt32LE(at)
    const data = bytes.subarray(at + 12, end)
    frames.push({ at: (frames.length * 1_000) / 30, isKey: ((data[0] ?? 1) & 1) === 0, data })
    at = end
  }
  return frames
}

/** As taps have it: no picture before another, units with lengths, and a configuration with each key frame. */
export async function h264(picture: string, keyEvery: number): Promise<Frame[]> {
  const fast = ['-preset', 'ultrafast', '-profile:v', 'baseline', '-g', String(keyEvery)]
  const encoding = ['-c:v', 'libx264', ...fast, '-pix_fmt', 'yuv420p']
  const bytes = await made(['-f', 'lavfi', '-i', picture, ...encoding, '-f', 'flv'])
  let config: Uint8Array | null = null
  const frames: Frame[] = []
  for (const event of new FlvReader().read(bytes)) {
    if (event.type === 'format') config = event.format.config
    else {
      const { isKey, data } = event.sample
      const at = (frames.length * 1_000) / 30
      frames.push({ at, isKey, data, config: isKey ? config : null })
    }
  }
  return frames
}

/** `sound` is a source of ffmpeg's. */
export async function opus(sound: string): Promise<Frame[]> {
  const bytes = await made(['-f', 'lavfi', '-i', sound, '-c:a', 'libopus', '-f', 'ogg'])
  const packets: Buffer[] = []
  let parts: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const count = bytes[at + 26] ?? 0
    const table = bytes.subarray(at + 27, at + 27 + count)
    at += 27 + count
    for (const length of table) {
      parts.push(bytes.subarray(at, at + length))
      at += length
      if (length === 255) continue
      packets.push(Buffer.concat(parts))
      parts = []
    }
  }
  const headers = 2
  return packets.slice(headers).map((data, n) => ({ at: n * 20, isKey: true, data }))
}
