// What comes in from an encoder, as the recorder measures it and as staff of its class read it.
import { z } from 'zod'

/**
 * What the instructor should change. `keyFrames`: they come too seldom for a short delay. `manyFrames`, `large`: more
 * than anybody needs. `late`: it comes slower than it plays. `jumps`: its times jump. `noSound`, `noPicture`: there is
 * none. `sourceOnly`: smaller pictures cannot be made here. `fewerRungs`: the machine does not make all of them in time.
 */
export const inputWarnings = [
  'keyFrames',
  'manyFrames',
  'large',
  'late',
  'jumps',
  'noSound',
  'noPicture',
  'sourceOnly',
  'fewerRungs',
] as const
export const inputWarning = z.enum(inputWarnings)
export type InputWarning = z.infer<typeof inputWarning>

/** Over the last seconds. */
export const inputHealth = z.object({
  picture: z
    .object({
      /** Such as avc1.64001f. */
      codec: z.string(),
      width: z.int(),
      height: z.int(),
      framesPerSecond: z.number(),
      /** Seconds between the last two key frames; null before the second. */
      keyFrameSeconds: z.number().nullable(),
    })
    .nullable(),
  sound: z.object({ codec: z.string(), sampleRate: z.int(), channels: z.int() }).nullable(),
  /** Of both, in bit/s. */
  bitrate: z.number(),
  /** Seconds that what came last came later than its time says, at the worst. */
  lateSeconds: z.number(),
  /** How often the encoder came back. */
  reconnects: z.int(),
  /** Lines of each smaller picture that is made. */
  rungs: z.array(z.int()).max(8),
  warnings: z.array(inputWarning),
})
export type InputHealth = z.infer<typeof inputHealth>

/**
 * Why an encoder was sent away although its key is valid. `codec`: its picture is no H.264 or its sound no AAC.
 * `broken`: what it sent is no RTMP, or no media. `noClass`: there is no class that the key is for now. `ended`: the
 * broadcast was ended by staff a moment ago.
 */
export const refusalReason = z.enum(['codec', 'broken', 'noClass', 'ended'])
export type RefusalReason = z.infer<typeof refusalReason>
