// The announcements that stand, and who has put which away.
import { List, Set } from 'immutable'
import type { AnnouncementId, ParticipantId } from '../ids.ts'
import type { Feature } from './feature.ts'

/** How many stand at once; the oldest makes room. */
export const standingAnnouncements = 3

export interface Announcement {
  readonly announcement: AnnouncementId
  readonly seq: number
  readonly at: number
  readonly text: string | null
  /** Who made it. */
  readonly name: string | null
  /** A reader has nobody here but themselves. */
  readonly dismissed: Set<ParticipantId>
}

export interface AnnouncementSlice {
  /** Oldest first. */
  readonly standing: List<Announcement>
}

interface Encoded {
  standing: (Omit<Announcement, 'dismissed'> & { dismissed: ParticipantId[] })[]
}

export const announcements: Feature<AnnouncementSlice> = {
  initial: { standing: List() },
  fold: {
    'announcements.made': ({ standing }, { body, seq, at }) => ({
      standing: standing
        .push({ ...body, seq, at, dismissed: Set() })
        .takeLast(standingAnnouncements),
    }),
    'announcements.withdrawn': ({ standing }, { body }) => ({
      standing: standing.filter(({ announcement }) => announcement !== body.announcement),
    }),
    'announcements.dismissed': ({ standing }, { body: { announcement, participant } }) => ({
      standing:
        participant === null
          ? standing
          : standing.map((one) =>
              one.announcement === announcement
                ? { ...one, dismissed: one.dismissed.add(participant) }
                : one,
            ),
    }),
  },
  project: ({ standing }, { kind, participant }) =>
    kind === 'waiting'
      ? announcements.initial
      : {
          standing: standing.map((one) => ({
            ...one,
            dismissed: one.dismissed.filter((who) => who === participant),
          })),
        },
  encode: ({ standing }): Encoded => ({
    standing: standing.toArray().map((one) => ({ ...one, dismissed: [...one.dismissed] })),
  }),
  decode: (json) => ({
    standing: List(
      (json as Encoded).standing.map((one) => ({ ...one, dismissed: Set(one.dismissed) })),
    ),
  }),
}
