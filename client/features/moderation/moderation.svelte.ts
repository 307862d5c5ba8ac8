// Keeping order as the screen does it: each act with its undo by another act, the dialog that is open,
// and what staff have to look at.
import type { InputOf } from '../../../shared/contract/index.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import type { Message } from '../../../shared/room/chat.ts'
import type { Ban, Flag } from '../../../shared/room/moderation.ts'
import type { Person } from '../../../shared/room/people.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'

/** What a person is being asked for. */
export type Asking =
  | { readonly kind: 'warn' | 'ban'; readonly person: Person }
  /** Null for everybody. */
  | { readonly kind: 'restrict'; readonly person: Person | null }
  | { readonly kind: 'flag'; readonly about: Person | Message }
  | { readonly kind: 'lobby' }
  | { readonly kind: 'record'; readonly tab: RecordTab }

export type RecordTab = 'flags' | 'bans' | 'record'
export type Restrictable = InputOf<'moderation.restrict'>['permissions'][number]

/** Something was done; the undo, where there is one, is another act. */
export interface Done {
  readonly text: string
  readonly undo?: () => void
}

/** What this release lets staff switch off, with the end of each switch's name in the texts. */
export const restrictable = {
  'media.microphone': 'microphone',
  'media.camera': 'camera',
  'media.screen': 'screen',
  'media.seeCameras': 'seeCameras',
  'chat.send': 'chat',
  'chat.private': 'private',
  'hands.raise': 'hands',
  'reactions.send': 'reactions',
  'questions.ask': 'questions',
  'board.draw': 'draw',
  'files.send': 'files',
} as const satisfies Partial<Record<Restrictable, string>>
export const restrictables = Object.keys(restrictable) as (keyof typeof restrictable)[]

const isRestrictable = (one: string): one is keyof typeof restrictable => one in restrictable

/** What is switched off or on, in the words of the switches. */
export function switchWords(permissions: readonly string[]): string {
  return permissions
    .filter(isRestrictable)
    .map((one) => t(`order.may_${restrictable[one]}`))
    .join(', ')
}

const named = ({ name }: { readonly name: string | null }) => ({
  name: name ?? t('classroom.somebody'),
})

export class Moderation {
  readonly #room: Room
  asking = $state.raw<Asking | null>(null)
  done = $state.raw<Done | null>(null)

  constructor(room: Room) {
    this.#room = room
  }

  readonly flags: readonly Flag[] = $derived.by(() => [
    ...this.#room.state.moderation.flags.values(),
  ])

  /** Those that hold still, the newest first. */
  readonly bans: readonly Ban[] = $derived.by(() =>
    [...this.#room.state.moderation.bans.values()]
      .filter(({ until }) => until === null || until > this.#room.now)
      .toReversed(),
  )

  get slow(): number | null {
    return this.#room.state.moderation.slow.seconds
  }

  /** ms until one may write again in slow mode; 0 when one may. */
  get slowLeft(): number {
    const last = this.#room.state.moderation.lastSaid.get(this.#room.me.participant)
    if (this.slow === null || last === undefined || this.#room.staff) return 0
    return Math.max(0, last + this.slow * 1_000 - this.#room.now)
  }

  ask(asking: Asking | null): void {
    this.asking = asking
  }

  remove(person: Person): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('moderation.remove', { participant, reason: '' })
    return this.#tell(act, t('order.removed', named(person)), () => this.#readmit(participant))
  }

  toLobby(person: Person): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('moderation.toLobby', { participant, reason: '' })
    return this.#tell(act, t('order.sentOut', named(person)), () => this.#readmit(participant))
  }

  refuse(person: Person): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('lobby.refuse', { participant, reason: '' })
    return this.#tell(act, t('order.refusedDone', named(person)), () => this.#readmit(participant))
  }

  /** Taken back by asking: nobody’s microphone is opened but by themselves. */
  mute(person: Person): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('sources.mute', { participant })
    return this.#tell(act, t('order.muted', named(person)), () => {
      this.#room.connection.signal('sources.ask', { participant })
    })
  }

  warn(person: Person, reason: string): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('moderation.warn', { participant, reason })
    return this.#tell(act, t('order.warned', named(person)))
  }

  ban(person: Person, order: Omit<InputOf<'moderation.ban'>, 'participant'>): Promise<boolean> {
    const { participant } = person
    const act = this.#room.act('moderation.ban', { participant, ...order })
    return this.#tell(act, t('order.banned', named(person)))
  }

  lift({ ban }: Ban): Promise<boolean> {
    return this.#tell(this.#room.act('moderation.lift', { ban, reason: '' }), t('order.lifted'))
  }

  restrict(input: InputOf<'moderation.restrict'>): Promise<boolean> {
    return this.#room.act('moderation.restrict', input)
  }

  /** All at once, for everybody; taken back by switching on what this switched off. */
  restrictAll(): Promise<boolean> {
    const { forbidden } = this.#room.state.class
    const permissions = restrictables.filter((one) => !forbidden.includes(one))
    const input = { participant: null, permissions, reason: '' }
    return this.#tell(
      this.restrict({ ...input, on: false }),
      t('order.restrictedAll'),
      () => void this.restrict({ ...input, on: true }),
    )
  }

  slowDown(seconds: number | null): Promise<boolean> {
    return this.#room.act('moderation.slow', { seconds })
  }

  flag(about: InputOf<'flags.raise'>['about'], reason: string): Promise<boolean> {
    return this.#tell(this.#raise(about, reason), t('order.flagged'))
  }

  decide({ flag }: Flag, decision: 'acted' | 'dismissed', reason: string): Promise<boolean> {
    return this.#room.act('flags.decide', { flag, decision, reason })
  }

  /** Whoever raises a flag is not told of its fact: nothing to wait for. */
  async #raise(about: InputOf<'flags.raise'>['about'], reason: string): Promise<boolean> {
    const outcome = await this.#room.command('flags.raise', { about, reason })
    if (!outcome.ok) this.#room.fail(outcome.error)
    return outcome.ok
  }

  #readmit(participant: ParticipantId): void {
    void this.#room.act('lobby.admit', { participants: [participant] })
  }

  async #tell(act: Promise<boolean>, text: string, undo?: () => void): Promise<boolean> {
    const happened = await act
    if (happened) this.done = undo === undefined ? { text } : { text, undo }
    return happened
  }
}
