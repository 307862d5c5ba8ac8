// Points random commands at what there is: polls, questions, messages, bans, devices.
import type { ParticipantId } from '../../ids.ts'
import type { Actor, Fact } from '../../log.ts'
import type { RoomCommand } from '../command.ts'
import type { RoomState } from '../state.ts'
import { aimAtBoard } from './boardMoves.ts'
import { aimAtBreakout } from './breakoutMoves.ts'
import { cast, testId } from './cast.ts'

interface Aimed {
  readonly actor: Actor
  readonly command: RoomCommand
}

/** The newest poll that the command can be about, and an answer of its kind under the voter's blind name. */
function aimAtPoll(command: RoomCommand, { polls }: RoomState, actor: Actor): RoomCommand {
  const input = command.input as Record<string, unknown>
  const open = polls.open.last()
  const closed = polls.closed.first()
  const poll = {
    'polls.open': polls.drafts.last(),
    'polls.vote': open,
    'polls.publish': closed,
    'polls.reopen': closed,
  }
  const about = command.name in poll ? poll[command.name as keyof typeof poll] : undefined
  const id = (about ?? open ?? closed ?? polls.drafts.last())?.poll
  if (command.name === 'polls.draft') return command
  const aimed = { ...input, poll: id ?? testId<'poll'>(1) }
  if (command.name !== 'polls.vote') return { ...command, input: aimed }
  const choices = open?.kind === 'text' ? [] : (input['choices'] as number[])
  const answer = { choices, text: open?.kind === 'text' ? input['text'] : null }
  return { ...command, input: { ...aimed, ...answer }, blind: blindName(actor) }
}

/** Stands for what the server makes under the poll's secret. */
function blindName(actor: Actor): string {
  return `blind ${cast.findIndex((one) => one === actor)}`
}

function aimAtQuestion(command: RoomCommand, { questions }: RoomState): RoomCommand {
  const { question, into } = command.input as { question: number; into?: number }
  const ids = [...questions.open.keys(), ...questions.closed.map((one) => one.question)]
  const nth = (n: number) => ids[n % Math.max(1, ids.length)] ?? testId<'question'>(1)
  const other = into === undefined ? {} : { into: nth(into) }
  return { ...command, input: { ...command.input, question: nth(question), ...other } }
}

/** Messages name rooms, and files by their place among those of their author that wait. */
function aimAtFiles(command: RoomCommand, state: RoomState, actor: Actor): RoomCommand {
  const input = command.input as { readonly files: readonly number[]; readonly to: object }
  const to = aimAtBreakout(input.to, state)
  const waiting = state.files.sent.get(actor as ParticipantId)?.waiting
  const ids = input.files.flatMap((n) => waiting?.get(n)?.id ?? [])
  return { ...command, input: { ...command.input, files: ids, to } } as RoomCommand
}

/** Random moves name messages and devices blindly; this points them at ones that exist. */
export function aim(
  { command, actor }: Aimed,
  facts: readonly Fact[],
  state: RoomState,
): RoomCommand {
  const input = command.input as Record<string, unknown>
  if (command.name.startsWith('boards.')) return aimAtBoard(command, state)
  if (command.name.startsWith('breakouts.'))
    return { ...command, input: aimAtBreakout(command.input, state) }
  if ('announcement' in input) {
    const { standing } = state.announcements
    const announcement =
      standing.get(Number(input['announcement']) % Math.max(1, standing.size))?.announcement ??
      testId<'announcement'>(1)
    return { ...command, input: { announcement } }
  }
  if ('question' in input && !('poll' in input)) return aimAtQuestion(command, state)
  if ('poll' in input) return aimAtPoll(command, state, actor)
  if (command.name === 'chat.say') return aimAtFiles(command, state, actor)
  if (command.name === 'chat.delete') {
    const said = facts.filter((fact) => fact.type === 'chat.said')
    const message = said[Number(input['message']) % said.length]?.seq ?? 1
    return { ...command, input: { message }, named: said }
  }
  if (command.name === 'chat.restore') {
    const deleted = facts.filter((fact) => fact.type === 'chat.deleted')
    const found = deleted[Number(input['deletion']) % deleted.length]
    if (found === undefined) return command
    const { message } = found.body as { message: number }
    return { ...command, input: { message, deletion: found.seq }, named: facts }
  }
  if (command.name === 'flags.raise') {
    const said = facts.filter((fact) => fact.type === 'chat.said')
    const about = input['about'] as { message?: number }
    const message = said[(about.message ?? 0) % said.length]?.seq
    if (about.message === undefined || message === undefined) return command
    return { ...command, input: { ...input, about: { message } }, named: said } as RoomCommand
  }
  const { bans, flags } = state.moderation
  if (command.name === 'moderation.lift' && bans.size > 0)
    return { ...command, input: { ...command.input, ban: bans.keySeq().first() } } as RoomCommand
  if (command.name === 'flags.decide' && flags.size > 0)
    return { ...command, input: { ...command.input, flag: flags.keySeq().first() } } as RoomCommand
  if (command.name === 'people.hold' && actor !== 'system') {
    const stays = state.people.get(actor)?.stays ?? []
    return { ...command, input: stays[0] ?? command.input }
  }
  if (command.name === 'sources.open') {
    const holder = state.people.get(input['participant'] as ParticipantId)?.holder
    return { ...command, input: { ...command.input, session: holder ?? input['session'] } as never }
  }
  return command
}
