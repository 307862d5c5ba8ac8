// What a person of a class under faults does next: picks one of the kinds of act of their role, and aims it
// at what they see.
import type { CommandName, InputOf } from '../../shared/contract/index.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Pupil } from '../wire/pupil.ts'

export interface Act {
  readonly name: CommandName
  readonly input: unknown
  /** A message's text, which no other message has. */
  readonly text: string | null
}

/** Between 0 and 1, seeded. */
export type Random = () => number

/** What somebody sees who is about to do something. */
export interface Scene {
  readonly me: ParticipantId
  readonly room: RoomState
  /** By the class's clock. */
  readonly now: number
  /** Words that nobody ever said. */
  readonly words: string
  readonly chance: (share: number) => boolean
  /** One of them; undefined when there are none. */
  readonly any: <One>(from: Iterable<One>) => One | undefined
}

export interface Kind {
  readonly name: CommandName
  readonly roles: readonly Role[]
  /** How often, compared with others. */
  readonly weight: number
  /** Null when there is nothing to do it to. */
  readonly make: (scene: Scene) => unknown
}

export function kind(roles: readonly Role[], weight: number) {
  return <Name extends CommandName>(
    name: Name,
    make: (scene: Scene) => InputOf<Name> | null,
  ): Kind => ({ name, roles, weight, make })
}

/** Aims at one of what there is. */
export function at<One, Input>(
  from: (scene: Scene) => Iterable<One>,
  input: (one: One, scene: Scene) => Input,
): (scene: Scene) => Input | null {
  return (scene) => {
    const one = scene.any(from(scene))
    return one === undefined ? null : input(one, scene)
  }
}

function sceneOf({ participant, room, name, connection }: Pupil, n: number, random: Random): Scene {
  return {
    me: participant,
    room,
    now: connection.clock.now(),
    words: `${name}, sentence ${n}`,
    chance: (share) => random() < share,
    any: (from) => {
      const list = [...from]
      return list[Math.floor(random() * list.length)]
    },
  }
}

function choose(possible: readonly Kind[], random: Random): Kind | undefined {
  const total = possible.reduce((sum, { weight }) => sum + weight, 0)
  let place = random() * total
  return possible.find(({ weight }) => (place -= weight) < 0)
}

/** How often somebody looks for another thing to do before they rather do nothing. */
const looks = 5

/** The next thing this person does; `n` counts them. Null when there is nothing to do. */
export function nextAct(
  kinds: readonly Kind[],
  { pupil, n, random }: { readonly pupil: Pupil; readonly n: number; readonly random: Random },
): Act | null {
  const possible = kinds.filter(({ roles }) => roles.includes(pupil.role))
  const scene = sceneOf(pupil, n, random)
  for (let look = 0; look < looks; look += 1) {
    const chosen = choose(possible, random)
    const input = chosen?.make(scene) ?? null
    if (chosen === undefined || input === null) continue
    const { name } = chosen
    return { name, input, text: name === 'chat.say' ? scene.words : null }
  }
  return null
}
