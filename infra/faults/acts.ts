// What a person of a class under faults does next: picks one of the kinds of act of their role, and aims it
// at what they see.
import type { CommandName, InputOf, SignalData, SignalName } from '../../shared/contract/index.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Pupil } from '../wire/pupil.ts'
import type { Actor, Random } from './actor.ts'

export type Act = (actor: Actor) => unknown

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
  /** What it is part of; something of it must be in the log when everything was done. */
  readonly feature: string
  readonly roles: readonly Role[]
  /** How often, compared with others. */
  readonly weight: number
  /** Null when there is nothing to do it to. */
  readonly make: (scene: Scene) => Act | null
}

/** Does something with what there is to aim at. */
export function deed(roles: readonly Role[], weight: number) {
  return <Input>(
    feature: string,
    aim: (scene: Scene) => Input | null,
    act: (actor: Actor, input: Input, scene: Scene) => unknown,
  ): Kind => ({
    feature,
    roles,
    weight,
    make: (scene) => {
      const input = aim(scene)
      return input === null ? null : (actor) => act(actor, input, scene)
    },
  })
}

/** By the name of a command, signal or fact. */
export const featureOf = (name: string): string => name.split('.', 1)[0] ?? name

/** Gives a command. */
export function kind(roles: readonly Role[], weight: number) {
  return <Name extends CommandName>(
    name: Name,
    aim: (scene: Scene) => InputOf<Name> | null,
  ): Kind =>
    deed(roles, weight)(featureOf(name), aim, (actor, input, { words }) =>
      actor.command(name, input, name === 'chat.say' ? words : null),
    )
}

/** Says something in passing. */
export function passing(roles: readonly Role[], weight: number) {
  return <Name extends SignalName>(name: Name, aim: (scene: Scene) => SignalData<Name>): Kind =>
    deed(roles, weight)(featureOf(name), aim, (actor, data) => {
      actor.signal(name, data)
    })
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
  { actor, n }: { readonly actor: Actor; readonly n: number },
): Act | null {
  const { pupil, random } = actor
  const possible = kinds.filter(({ roles }) => roles.includes(pupil.role))
  const scene = sceneOf(pupil, n, random)
  for (let look = 0; look < looks; look += 1) {
    const act = choose(possible, random)?.make(scene) ?? null
    if (act !== null) return act
  }
  return null
}
