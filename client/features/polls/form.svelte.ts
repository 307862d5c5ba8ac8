// A poll being written: what the fields hold, and the definition they make. Knows no server.
import { pollLimits } from '../../../shared/contract/pollLimits.ts'
import type { PollDefinition } from '../../../shared/contract/polls.ts'
import { flawOf } from '../../../shared/room/pollTally.ts'
import { blankPoll } from './quick.ts'

interface OptionField {
  readonly id: number
  text: string
  right: boolean
}

let ids = 0
const normal = (text: string): string => text.trim().replace(/\s+/gu, ' ')
const field = (text = '', right = false): OptionField => ({ id: (ids += 1), text, right })

export class PollForm {
  kind = $state<PollDefinition['kind']>('single')
  question = $state('')
  options = $state<OptionField[]>([])
  min = $state(1)
  max = $state(1)
  from = $state(1)
  to = $state(5)
  fromLabel = $state('')
  toLabel = $state('')
  anonymous = $state(false)
  changes = $state(true)
  results = $state<PollDefinition['results']>('reveal')
  seconds = $state<number | null>(null)
  /** Of true/false and scales: the place of the right answer. */
  right = $state<number | null>(null)

  constructor(from: PollDefinition = blankPoll) {
    this.fill(from)
  }

  fill(from: PollDefinition): void {
    const { kind, question, options, min, max, scale, right } = from
    const fields = options.map((text, index) => field(text, right.includes(index)))
    this.kind = kind
    this.question = question
    this.options = fields.length > 0 ? fields : [field(), field()]
    this.min = min
    this.max = kind === 'multiple' ? max : pollLimits.options
    this.from = scale?.from ?? 1
    this.to = scale?.to ?? 5
    this.fromLabel = scale?.fromLabel ?? ''
    this.toLabel = scale?.toLabel ?? ''
    this.anonymous = from.anonymous
    this.changes = from.changes
    this.results = from.results
    this.seconds = from.seconds
    this.right = right[0] ?? null
  }

  get listed(): boolean {
    return this.kind === 'single' || this.kind === 'multiple'
  }

  /** Empty lines are no options. */
  get #filled(): OptionField[] {
    return this.listed ? this.options.filter(({ text }) => text.trim() !== '') : []
  }

  get definition(): PollDefinition {
    const { kind, from, to, fromLabel, toLabel, anonymous, changes, seconds } = this
    const filled = this.#filled
    const many = kind === 'multiple'
    const max = Math.min(this.max, Math.max(1, filled.length))
    return {
      kind,
      question: this.question.trim(),
      options: filled.map(({ text }) => normal(text)),
      min: many ? Math.min(this.min, max) : 1,
      max: many ? max : 1,
      scale: kind === 'scale' ? { from, to, fromLabel, toLabel } : null,
      anonymous,
      changes,
      results: kind === 'text' && this.results === 'live' ? 'reveal' : this.results,
      right: this.#right(filled),
      seconds,
    }
  }

  get complete(): boolean {
    const { definition } = this
    return definition.question !== '' && flawOf(definition) === null
  }

  /** Those that say what one before them says. */
  get repeated(): readonly OptionField[] {
    const texts = this.#filled.map(({ text }) => normal(text))
    return this.#filled.filter((_, index) => texts.indexOf(texts[index] ?? '') < index)
  }

  add(): void {
    if (this.options.length < pollLimits.options) this.options.push(field())
  }

  remove(option: OptionField): void {
    this.options = this.options.filter((one) => one !== option)
  }

  /** One choice has one right answer. */
  mark(option: OptionField, right: boolean): void {
    if (right && this.kind === 'single') for (const one of this.options) one.right = false
    option.right = right
  }

  #right(filled: readonly OptionField[]): number[] {
    if (this.kind === 'trueFalse' || this.kind === 'scale')
      return this.right === null ? [] : [this.right]
    const right = filled.flatMap((one, index) => (one.right ? [index] : []))
    return this.kind === 'single' ? right.slice(0, 1) : right
  }
}
