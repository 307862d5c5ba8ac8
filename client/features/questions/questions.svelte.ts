// Questions as the screen shows them: what is open and held, how many support each, and what is unseen.
// Those that are closed are apart.
import { SvelteMap } from 'svelte/reactivity'
import type { RequestOutput } from '../../../shared/contract/index.ts'
import type { QuestionId } from '../../../shared/ids.ts'
import { authorOf, type ClosedQuestion, type Question } from '../../../shared/room/questions.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { recall, remember } from '../../ui/memory.ts'

export type Order = 'votes' | 'time'
const isOrder = (value: unknown): value is Order => value === 'votes' || value === 'time'

/** A closed one as the page and the room both tell it. */
export type PastQuestion =
  | RequestOutput<'questions.page'>['questions'][number]
  | Omit<ClosedQuestion, 'votes' | 'lent' | 'heldSeq'>

export class Questions {
  readonly #room: Room
  readonly #undo: (() => void)[]
  readonly #tallies = new SvelteMap<QuestionId, number>()
  #seen = $state<number | null>(null)
  #watching = $state(false)
  #order = $state<Order>(recall('questionOrder', isOrder) ?? 'votes')
  draft = $state('')
  anonymous = $state(false)

  constructor(room: Room) {
    this.#room = room
    this.#undo = [
      room.onSignal('questions.tally', ({ tallies }) => this.#hear(tallies)),
      room.connection.on('reset', () => {
        if (this.#seen === null) this.#seen = this.#newest()
        void this.#catchUp()
      }),
    ]
  }

  get manages(): boolean {
    return this.#room.can('questions.manage')
  }

  get allowed(): boolean {
    return this.#room.can('questions.ask')
  }

  get holds(): boolean {
    return this.#room.state.questions.approval
  }

  get allowsAnonymous(): boolean {
    return this.#room.state.questions.anonymous
  }

  get order(): Order {
    return this.#order
  }

  sort(order: Order): void {
    this.#order = order
    remember('questionOrder', order)
  }

  readonly #all: readonly Question[] = $derived.by(() => [
    ...this.#room.state.questions.open.values(),
  ])
  /** Staff's to approve; one's own that wait or were refused. */
  readonly held: readonly Question[] = $derived.by(() =>
    this.#all.filter(({ state }) => (this.manages ? state === 'held' : state !== 'open')),
  )
  readonly now: Question | null = $derived.by(() => {
    const { answering, open } = this.#room.state.questions
    return answering === null ? null : (open.get(answering.question) ?? null)
  })
  readonly open: readonly Question[] = $derived.by(() => {
    const open = this.#all.filter((one) => one.state === 'open' && one !== this.now)
    const weight = ({ pinned }: Question): number => (pinned ? 1 : 0)
    const votes = (one: Question): number => (this.#order === 'votes' ? this.count(one) : 0)
    return open.sort((a, b) => weight(b) - weight(a) || votes(b) - votes(a) || a.seq - b.seq)
  })
  readonly unseen: number = $derived.by(() => {
    if (this.#watching) return 0
    const seen = this.#seen ?? 0
    return this.#all.filter((one) => one.seq > seen && one.state !== 'refused' && !this.isMine(one))
      .length
  })

  isRecent({ question }: PastQuestion): boolean {
    return this.#room.state.questions.closed.some((one) => one.question === question)
  }

  isMine(question: Pick<Question, 'author' | 'participant' | 'name'>): boolean {
    const { author, participant } = question
    return (author?.participant ?? participant) === this.#room.me.participant
  }

  author(question: Question): string | null {
    return authorOf(question)?.name ?? null
  }

  count({ question, votes }: Question): number {
    return Math.max(this.#tallies.get(question) ?? 0, votes.size)
  }

  supports({ votes }: Question): boolean {
    return votes.has(this.#room.me.participant)
  }

  /** The panel is open: everything counts as seen. */
  watch(watching: boolean): void {
    this.#watching = watching
    this.#seen = this.#newest()
  }

  async ask(): Promise<void> {
    const text = this.draft.trim()
    if (text === '') return
    const anonymous = this.anonymous && this.allowsAnonymous
    if (!(await this.#room.act('questions.ask', { text, anonymous }))) return
    // What was written while the answer was on its way is another question.
    if (this.draft.trim() === text) this.draft = ''
    this.anonymous = false
  }

  get asking(): boolean {
    const anonymous = this.anonymous && this.allowsAnonymous
    return this.#room.busy('questions.ask', { text: this.draft.trim(), anonymous })
  }

  async vote(question: Question): Promise<void> {
    const { question: id } = question
    await this.#room.act('questions.vote', { question: id, up: !this.supports(question) })
  }

  act(
    what: 'approve' | 'take' | 'finish' | 'dismiss' | 'reopen' | 'delete',
    question: QuestionId,
  ): Promise<boolean> {
    return this.#room.act(`questions.${what}`, { question })
  }

  answer(question: QuestionId, text: string): Promise<boolean> {
    return this.#room.act('questions.answer', { question, text })
  }

  merge(question: QuestionId, into: QuestionId): Promise<boolean> {
    return this.#room.act('questions.merge', { question, into })
  }

  pin(question: QuestionId, pinned: boolean): Promise<boolean> {
    return this.#room.act('questions.pin', { question, pinned })
  }

  configure(settings: { approval?: boolean; anonymous?: boolean }): Promise<boolean> {
    return this.#room.act('questions.configure', settings)
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }

  #newest(): number {
    return Math.max(0, ...this.#room.connection.room.questions.open.map(({ seq }) => seq).values())
  }

  #hear(tallies: readonly { question: QuestionId; votes: number }[]): void {
    for (const { question, votes } of tallies) this.#tallies.set(question, votes)
  }

  async #catchUp(): Promise<void> {
    if (this.#room.connection.room.questions.open.size === 0) return
    const answer = await this.#room.request('questions.tallies', {})
    if (answer.ok) this.#hear(answer.output.tallies)
  }
}
