// Whether one may keep boards as templates: they lie with an account, which guests have none of.
import type { Room } from '../../../classroom/room.svelte.ts'

export function keepsBoards(room: Pick<Room, 'can' | 'me' | 'state'>): boolean {
  const account = room.state.people.get(room.me.participant)?.account ?? null
  return account !== null && room.can('board.manage')
}
