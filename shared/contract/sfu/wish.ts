// What a picture is worth to whoever receives it, said beside the plain ids of a wish: an end that knows
// nothing of it leaves it out, or passes over it, and everything comes as large as it is.
import { z } from 'zod'
import { ids } from './media.ts'

const mostPixels = 8_640

export const look = z.object({
  source: ids.source,
  /** Of the screen, that the whole picture takes from top to bottom. */
  height: z.number().int().min(1).max(mostPixels),
  /** What is higher stays longer when there is not enough for all. */
  priority: z.number().int().min(1).max(9),
  /** One of so many that it may move half as often. */
  calm: z.boolean().optional(),
})
export type Look = z.infer<typeof look>

/** Of the layers that a picture is sent in, the lowest first. */
export const heights = z.array(z.number().int().min(1).max(mostPixels)).min(1).max(4)

/** Somebody cannot receive it as it is encoded, so it must come as everybody can (VP8). Older ends do not say. */
export const plain = z.boolean().optional()

/** Counted from the lowest. */
export const layer = z.number().int().min(0).max(15)
