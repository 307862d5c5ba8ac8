// What breakout rooms may come to. Without schemas, for the client's sake.
export const breakoutLimits = {
  /** Rooms at once. */
  rooms: 50,
  /** People in rooms at once. */
  people: 1_000,
  /** Characters of a room’s name. */
  name: 60,
  minutes: 24 * 60,
  /** How often one person may choose their room while rooms are open: each change makes another circle of readers. */
  choices: 20,
} as const
