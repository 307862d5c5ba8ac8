// Numbers that begin anew at some span (RTP's sequence numbers and timestamps), made to count on.

export const sequenceSpan = 2 ** 16
export const timestampSpan = 2 ** 32

/** Of all numbers that are `value` within the span, the one nearest to `near`. */
export function unwrapped(value: number, near: number, span: number): number {
  const ahead = (((value - near) % span) + span) % span
  return near + (ahead >= span / 2 ? ahead - span : ahead)
}
