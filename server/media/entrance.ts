// How somebody gets media: a node is found and asked, what is published elsewhere is brought there, and what was
// decided is written down.
import type { Placed } from '../../shared/contract/http/decisions.ts'
import type { Place, Seat, SfuInput, SfuOutput } from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { Charges } from './charges.ts'
import type { Cuts } from './cuts.ts'
import type { Decisions } from './decisions.ts'
import type { Nodes } from './nodes.ts'
import { Placer, type Placement, type Placing } from './placer.ts'
import type { Crowd, Move, NodeView, Staged } from './plane.ts'

type Entering = 'join' | 'play'

export interface EntranceParts {
  readonly ask: <N extends Entering | 'leave'>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ) => Promise<SfuOutput<N>>
  readonly views: () => readonly NodeView[]
  readonly cuts: Pick<Cuts, 'isLeft' | 'reachable'>
  /** Until a node is up, or for a little while. */
  readonly untilUp: () => Promise<void>
  readonly watch: (input: SfuInput<'watch'> & Staged) => Promise<SfuOutput<'watch'>>
  readonly nodes: Nodes
  readonly decisions: Decisions
  readonly failed: (what: string, error: unknown) => void
}

/** Where the same device has media, and whether it goes on there until it has moved. */
interface Earlier extends Move {
  readonly before: Place | undefined
}

type Chosen = Placement & Pick<Placed, 'why' | 'from'>

export class Entrance {
  readonly #parts: EntranceParts
  readonly #placer = new Placer()

  constructor(parts: EntranceParts) {
    this.#parts = parts
  }

  get charges(): Charges {
    return this.#placer.charges
  }

  async join(input: SfuInput<'join'> & Staged & Crowd & Move): Promise<SfuOutput<'join'>> {
    const { stage, people, moving = false, ...joining } = input
    const before = this.#parts.nodes.of(input)
    const placement = await this.#place(input, { before, moving })
    const joined = await this.#entering(placement, 'join', joining)
    const place = placeOf(joined)
    this.#parts.nodes.seat(input.session, place, moving ? before : undefined)
    const whole = await this.#completed(input, joined).catch((error: unknown) => {
      this.#stay(input, place, placement)
      throw error
    })
    this.#notePlaced(input, place, placement)
    return whole
  }

  /** Of nobody’s class: nothing of it is written down. Of many nodes those are tried where newcomers would be put. */
  async try(input: SfuInput<'join'>, most: number): Promise<SfuOutput<'join'>[]> {
    const { views, untilUp, ask } = this.#parts
    if (!views().some(({ up }) => up)) await untilUp()
    const up = views().filter((view) => view.up)
    const open = up.filter(({ draining }) => !draining)
    const byLoad = (open.length > 0 ? open : up).toSorted((one, other) => one.load - other.load)
    const answers = await Promise.allSettled(
      byLoad.slice(0, most).map(({ node }) => ask(node, 'join', input)),
    )
    const joined = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const refused = answers.find((one) => one.status === 'rejected')
    if (joined.length === 0) throw refused?.reason ?? noNode()
    return joined
  }

  async play({ stage, ...input }: SfuInput<'play'> & Staged): Promise<Place> {
    const before = this.#parts.nodes.of(input)
    const placement = await this.#place({ ...input, stage, people: 1 }, { before })
    const place = await this.#entering(placement, 'play', input)
    this.#parts.nodes.seat(input.session, place)
    this.#notePlaced(input, place, placement)
    return place
  }

  async #place(input: Placing & Seat, earlier: Earlier): Promise<Chosen> {
    const { before, moving = false } = earlier
    const [why, from] = [this.#whyPlaced(input, earlier), before?.node ?? null]
    const placement = await this.#find(input, moving ? from : null)
    if (placement !== undefined) return { ...placement, why, from }
    const { room, participant } = input
    this.#parts.decisions.note(room, { kind: 'nowhere', participant })
    throw noNode()
  }

  async #find(placing: Placing, but: string | null = null): Promise<Placement | undefined> {
    const { views, cuts, untilUp } = this.#parts
    const near = new Set(placing.stage.map(({ node }) => node))
    const find = () => {
      const others = views().filter(({ node }) => node !== but)
      return this.#placer.place(placing, cuts.reachable(placing.room, near, others))
    }
    const found = find()
    if (found !== undefined) return found
    await untilUp()
    return find()
  }

  async #entering<N extends Entering>(
    { node, undo }: Placement,
    name: N,
    input: SfuInput<N>,
  ): Promise<SfuOutput<N>> {
    const { ask, nodes } = this.#parts
    const { session } = input
    nodes.await(session, node)
    try {
      return await ask(node, name, input)
    } catch (error) {
      undo()
      const mayBeHeard = error instanceof LyceumError && error.code === 'unavailable'
      if (mayBeHeard) nodes.abandon(session, node)
      throw error
    }
  }

  #whyPlaced({ room }: Placing, { before, moving = false }: Earlier): Placed['why'] {
    if (before === undefined) return 'came'
    if (!this.#parts.nodes.lives(before)) return 'lost'
    if (this.#parts.cuts.isLeft(room, before.node)) return 'cutOff'
    const { emptyIn = null } = this.#parts.views().find(({ node }) => node === before.node) ?? {}
    return moving || emptyIn !== null ? 'drained' : 'anew'
  }

  #notePlaced(seat: Seat, place: Place, { why, from, reason }: Chosen): void {
    // They may have left, or have been placed again, meanwhile.
    if (this.#parts.nodes.of(seat)?.incarnation !== place.incarnation) return
    const { participant } = seat
    const { node } = place
    this.#parts.decisions.placed(seat, place, {
      kind: 'placed',
      participant,
      node,
      from,
      why,
      reason,
    })
  }

  /** Whoever could not move there goes on where they were. */
  #stay(
    { room, participant, session }: Seat,
    { node: to, incarnation }: Place,
    { undo }: Placement,
  ) {
    const stays = this.#parts.nodes.stay(session, incarnation)
    if (stays === null) return
    undo()
    this.#parts.decisions.note(room, { kind: 'stayed', participant, node: stays.node, to })
    this.#parts.ask(to, 'leave', { room, participant, session }).catch((error: unknown) => {
      this.#parts.failed('leaving a node', error)
    })
  }

  /** With what of the stage is on other nodes. */
  async #completed(
    input: SfuInput<'join'> & Staged,
    joined: SfuOutput<'join'>,
  ): Promise<SfuOutput<'join'>> {
    const wanting = new Set(joined.missing)
    if (!input.stage.some(({ source }) => wanting.has(source))) return joined
    const { consumers, missing, unplayable } = await this.#parts.watch(input)
    return { ...joined, consumers: [...joined.consumers, ...consumers], missing, unplayable }
  }
}

const noNode = () => new LyceumError('unavailable', 'No media node can be reached.')

const placeOf = ({ node, incarnation }: Place): Place => ({ node, incarnation })
