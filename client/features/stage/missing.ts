// Which sources went with their media node and have not come again: their tiles stay where they are until then. Pure.
import type { Source } from '../../../shared/room/sources.ts'

const isSame = (one: Source, other: Source): boolean =>
  one.participant === other.participant && one.kind === other.kind

/** Of those that are held, what nobody has published again. */
export const stillMissing = (held: readonly Source[], now: readonly Source[]): Source[] =>
  held.filter((one) => !now.some((other) => isSame(one, other)))

/** With what was there before and went with this run of a media worker. */
export function holdLost(
  held: readonly Source[],
  before: readonly Source[],
  incarnation: Source['incarnation'],
): Source[] {
  const lost = before.filter((one) => one.incarnation === incarnation)
  return [...held.filter((one) => !lost.some((other) => isSame(one, other))), ...lost]
}
