// The class of somebody who took a seat: their connection to it with all its features. The way in needs none of
// this, so it is fetched while one looks at the green room.
import { decodeRoom, evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import { RoomConnection, type ConnectionOptions } from '../connection/roomConnection.ts'
import { socketDial } from '../connection/socket.ts'
import { Classroom, type Visit } from './classroom.svelte.ts'

type Opening = Omit<Visit, 'connection'> &
  Pick<ConnectionOptions<RoomState>, 'session' | 'getToken'>

const deviceOf = () => (matchMedia('(pointer: coarse)').matches ? 'phone' : 'desktop')

export function openClass({ session, getToken, ...visit }: Opening): Classroom {
  const connection = RoomConnection.open({
    dial: socketDial('', visit.room),
    fold: { initial: initialRoom, evolve: evolveRoom, decode: decodeRoom },
    session,
    device: deviceOf(),
    getToken,
  })
  return new Classroom({ ...visit, connection })
}
