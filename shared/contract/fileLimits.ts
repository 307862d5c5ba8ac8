// What files in a class and materials of a lesson may come to. Without schemas, for the client's sake.
// How large one file may be is the operator's to say.

const mega = 1024 * 1024

export const fileLimits = {
  /** Of one message. */
  perMessage: 6,
  /** Sent by one person and not yet part of a message; the oldest make room. */
  waiting: 12,
  /** How long a file waits to become part of a message, in ms. */
  waitsFor: 60 * 60_000,
  /** By one person in one class, in bytes. */
  person: 300 * mega,
  /** In one class, in bytes. */
  room: 4_000 * mega,
  /** Characters of a name. */
  name: 120,
  /** Of one lesson. */
  materials: 100,
  lesson: 2_000 * mega,
} as const
