// A command as the room decides it, who is asking, and what deciders are made of.
import {
  facts,
  type BodyOf,
  type CommandName,
  type FactType,
  type InputOf,
} from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { DecideContext, Decision, Draft, Fact, Visibility } from '../log.ts'
import type { RoomState } from './state.ts'

export interface RoomCommand<Name extends CommandName = CommandName> {
  readonly name: Name
  /** Parsed by the contract's schema. */
  readonly input: InputOf<Name>
  /** The earlier facts that the contract says this command reads. */
  readonly named?: readonly Fact[]
  /** The actor's name in what they take part in unknown; leads back to nobody. */
  readonly blind?: string
}

export interface RoomContext extends DecideContext {
  readonly named: readonly Fact[]
  readonly blind: string | null
}

export type Deciders<Names extends CommandName> = {
  readonly [Name in Names]: (
    room: RoomState,
    input: InputOf<Name>,
    context: RoomContext,
  ) => Decision
}

/** What follows from a change, appended in the same batch: hands of people who left, sources they held. */
export type Aftermath = (before: RoomState, after: RoomState) => readonly Draft[]

export function draft<Type extends FactType>(
  type: Type,
  body: BodyOf<Type>,
  visibleTo: Visibility = 'all',
): Draft {
  return { type, version: facts[type].version, visibleTo, body }
}

export const notThere: Refusal = refuse('missing', 'That person is not in this class.', 'nobody')
