// A scene in which somebody tries something, and what an example of it says.
import type { ErrorCode } from '../../shared/errorCodes.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Pupil } from './pupil.ts'
import type { School } from './school.ts'

export interface Scene {
  readonly school: School
  readonly room: RoomId
  /** Whoever tries it. */
  readonly actor: Pupil
  /** Somebody else, a student with a raised hand. */
  readonly other: Pupil
}

export interface Example<Input> {
  /** What the class has come to; live unless said. */
  readonly phase?: 'scheduled' | 'lobby' | 'live'
  /** What must have happened before. */
  readonly before?: (scene: Scene) => Promise<void>
  readonly input: (scene: Scene) => Input | Promise<Input>
  /** Roles that may try, but have nothing to do it with. */
  readonly unable?: Partial<Record<Role, ErrorCode>>
}
