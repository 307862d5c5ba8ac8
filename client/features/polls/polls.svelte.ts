// Polls as the screen shows them: open ones with how they stand, one's own votes, and what staff does with
// them. Those that are over are apart.
import { SvelteMap } from 'svelte/reactivity'
import type { RequestOutput } from '../../../shared/contract/index.ts'
import type { PollDefinition } from '../../../shared/contract/polls.ts'
import type { ParticipantId, PollId } from '../../../shared/ids.ts'
import { can } from '../../../shared/roles.ts'
import { presence, type Person } from '../../../shared/room/people.ts'
import type { OpenPoll, PollAnswer, PollCard, PollDraft } from '../../../shared/room/polls.ts'
import type { PollTally } from '../../../shared/room/pollTally.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { Room } from '../../classroom/room.svelte.ts'

/** Who voted is asked for at most so often while the list is open. In ms. */
const votersEvery = 2_000

type Answers = RequestOutput<'polls.answers'>['answers']

export class Polls {
  readonly #room: Room
  readonly #undo: (() => void)[]
  readonly #tallies = new SvelteMap<PollId, PollTally>()
  /** Kept after the end, so that one can compare. */
  readonly #mine = new SvelteMap<PollId, PollAnswer>()
  readonly #voters = new SvelteMap<PollId, readonly ParticipantId[]>()
  #askedAt = 0
  #hidden = $state<number | null>(null)

  constructor(room: Room) {
    this.#room = room
    const hear = ({ tallies }: { tallies: ({ poll: PollId } & PollTally)[] }): void => {
      for (const { poll, ...tally } of tallies) this.#tallies.set(poll, tally)
    }
    this.#undo = [
      room.onSignal('polls.tally', hear),
      room.onSignal('polls.count', hear),
      room.connection.on('reset', () => {
        void this.#catchUp()
      }),
    ]
  }

  readonly open: readonly OpenPoll[] = $derived.by(() => [...this.#room.state.polls.open.values()])
  readonly drafts: readonly PollDraft[] = $derived.by(() => [
    ...this.#room.state.polls.drafts.values(),
  ])
  readonly cards: readonly PollCard[] = $derived.by(() => this.#room.state.polls.cards.toArray())

  get manages(): boolean {
    return this.#room.can('polls.manage')
  }

  get votes(): boolean {
    return !this.#room.staff && this.#room.can('polls.vote')
  }

  /** What waits for one's vote. */
  readonly waiting: readonly OpenPoll[] = $derived.by(() =>
    this.votes ? this.open.filter((poll) => this.mine(poll.poll) === null && !this.late(poll)) : [],
  )

  /** The result on the stage, unless one hid it for oneself. */
  readonly stage: PollCard | null = $derived.by(() => {
    const card = this.#room.state.polls.stage
    return card !== null && card.seq === this.#hidden ? null : card
  })

  mine(poll: PollId): PollAnswer | null {
    const named = this.#room.state.polls.open.get(poll)?.votes.get(this.#room.me.participant)
    return named ?? this.#mine.get(poll) ?? null
  }

  late({ deadline }: OpenPoll): boolean {
    return deadline !== null && this.#room.now > deadline
  }

  /** How an open poll stands, if one may know. */
  standing({ poll, kind, results }: OpenPoll): PollTally | null {
    if (!this.manages && results !== 'live') return null
    const none = { counts: [], voters: 0, texts: [] }
    return this.#tallies.get(poll) ?? (kind === 'text' && !this.manages ? null : none)
  }

  /** Whoever is here and may vote, but for staff. */
  readonly electorate: readonly Person[] = $derived.by(() => {
    const { people, class: life } = this.#room.state
    return [...people.values()].filter(
      ({ role, granted, ...person }) =>
        !isStaff(role) &&
        presence({ role, granted, ...person }) === 'here' &&
        can({ role, granted, denied: [] }, 'polls.vote', { forbidden: life.forbidden }),
    )
  })

  /** Who has not answered a named poll; null while that is not known. */
  missing(poll: PollId): readonly Person[] | null {
    const voters = this.#voters.get(poll)
    return voters === undefined
      ? null
      : this.electorate.filter(({ participant }) => !voters.includes(participant))
  }

  async askVoters(poll: PollId): Promise<void> {
    const now = Date.now()
    if (now - this.#askedAt < votersEvery) return
    this.#askedAt = now
    const answer = await this.#room.request('polls.answers', { poll })
    if (!answer.ok) return
    this.#voters.set(
      poll,
      answer.output.answers.map(({ participant }) => participant),
    )
  }

  async answers(poll: PollId): Promise<Answers | null> {
    const answer = await this.#room.request('polls.answers', { poll })
    if (!answer.ok) this.#room.fail(answer.error)
    return answer.ok ? answer.output.answers : null
  }

  async vote(poll: PollId, answer: { choices: number[]; text: string | null }): Promise<boolean> {
    const done = await this.#room.act('polls.vote', { poll, ...answer })
    if (done) this.#mine.set(poll, answer)
    return done
  }

  /** The id of the poll that is open now; null when it was refused. */
  async ask(definition: PollDefinition): Promise<PollId | null> {
    const before = this.open.map(({ poll }) => poll)
    if (!(await this.#room.act('polls.ask', { definition }))) return null
    return this.open.find(({ poll }) => !before.includes(poll))?.poll ?? null
  }

  draft(definition: PollDefinition, poll: PollId | null): Promise<boolean> {
    return this.#room.act('polls.draft', { poll, definition })
  }

  start(poll: PollId): Promise<boolean> {
    return this.#room.act('polls.open', { poll })
  }

  discard(poll: PollId): Promise<boolean> {
    return this.#room.act('polls.discard', { poll })
  }

  end(poll: PollId): Promise<boolean> {
    return this.#room.act('polls.close', { poll })
  }

  reopen(poll: PollId): Promise<boolean> {
    return this.#room.act('polls.reopen', { poll })
  }

  reveal(poll: PollId, { right = false, texts = [] as readonly string[] } = {}): Promise<boolean> {
    return this.#room.act('polls.reveal', { poll, right, texts: [...texts] })
  }

  publish(poll: PollId, places: { stage: boolean; chat: boolean }): Promise<boolean> {
    return this.#room.act('polls.publish', { poll, ...places })
  }

  dismiss(): Promise<boolean> {
    return this.#room.act('polls.dismiss', {})
  }

  hideStage(): void {
    this.#hidden = this.stage?.seq ?? null
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }

  /** Tallies pass by, and anonymous votes are in no fact one sees. */
  async #catchUp(): Promise<void> {
    if (this.#room.connection.room.polls.open.size === 0) return
    const [tallies, mine] = await Promise.all([
      this.#room.request('polls.tallies', {}),
      this.votes ? this.#room.request('polls.mine', {}) : null,
    ])
    if (tallies.ok)
      for (const { poll, ...tally } of tallies.output.tallies) this.#tallies.set(poll, tally)
    if (mine?.ok === true)
      for (const { poll, ...answer } of mine.output.votes) this.#mine.set(poll, answer)
  }
}
