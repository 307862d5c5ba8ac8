// Decides announcements.
import type { CommandName } from '../contract/index.ts'
import type { AnnouncementId } from '../ids.ts'
import { draft, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `announcements.${string}`>

function standing(room: RoomState, id: AnnouncementId) {
  return room.announcements.standing.find(({ announcement }) => announcement === id)
}

export const announcementDeciders: Deciders<Names> = {
  'announcements.make': (room, { text }, { actor, id }) => {
    const name = actor === 'system' ? null : (room.people.get(actor)?.name ?? null)
    return [draft('announcements.made', { announcement: id as AnnouncementId, text, name })]
  },
  'announcements.withdraw': (room, { announcement }) =>
    standing(room, announcement) === undefined
      ? []
      : [draft('announcements.withdrawn', { announcement })],
  'announcements.dismiss': (room, { announcement }, { actor }) => {
    const one = standing(room, announcement)
    if (one === undefined || actor === 'system' || one.dismissed.has(actor)) return []
    return [draft('announcements.dismissed', { announcement, participant: actor }, [actor])]
  },
}
