// The stage as one person sees it: staff's choice for all unless one looks elsewhere, arranged for the
// space there is, and which pictures are therefore needed.
import { Map, Set } from 'immutable'
import type { Focus } from '../../../shared/contract/stage.ts'
import type { ParticipantId, SourceId } from '../../../shared/ids.ts'
import { isStaff } from '../../../shared/roles.ts'
import { presence } from '../../../shared/room/people.ts'
import type { Source } from '../../../shared/room/sources.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Hands } from '../hands/hands.svelte.ts'
import type { Look } from '../../media/wish.ts'
import { arrange, keepPlaces, type Arrangement, type Face, type Tile } from './arrange.ts'
import { Sights } from './sights.svelte.ts'
import { Starved } from './starved.svelte.ts'

/** More faces than this at once help nobody, and cost a laptop its breath. */
const mostTiles = { desktop: 25, phone: 6 }
const mostInStrip = { desktop: 12, phone: 6 }

/** Height of a picture before its tile is there, in pixels. */
const guessed = { large: 720, small: 180 }

export class Stage {
  readonly #room: Room
  readonly #hands: Hands
  readonly #active: () => ParticipantId | null
  readonly sights = new Sights()
  readonly starved: Starved
  /** Where this person looks instead; null follows the class. */
  #elsewhere = $state.raw<Focus | null>(null)
  #following = $state(false)
  #narrow = $state(false)
  #places: readonly ParticipantId[] = []

  constructor(room: Room, hands: Hands, active: () => ParticipantId | null) {
    this.#room = room
    this.#hands = hands
    this.#active = active
    this.starved = new Starved(room)
  }

  readonly #faces: readonly Face[] = $derived.by(() => this.#readFaces())

  readonly arrangement: Arrangement = $derived.by(() =>
    arrange(this.#faces, {
      me: this.#room.me.participant,
      staff: this.#room.staff,
      focus: this.#elsewhere ?? this.focus,
      follow: this.#following ? this.#active() : null,
    }),
  )

  readonly main: readonly Tile[] = $derived.by(() =>
    this.arrangement.main.slice(0, mostTiles[this.#narrow ? 'phone' : 'desktop']),
  )

  /** How many faces a full grid leaves out. */
  readonly more: number = $derived.by(() => this.arrangement.main.length - this.main.length)

  /** The pictures that are on a tile. */
  readonly shown: Set<SourceId> = $derived.by(() => {
    const strip = this.arrangement.strip.slice(0, mostInStrip[this.#narrow ? 'phone' : 'desktop'])
    return Set([...this.main, ...strip].flatMap(({ source }) => source?.source ?? []))
  })

  /** Whoever speaks goes first where there is not enough for all; elsewhere nobody need be told. */
  readonly #preferred: ParticipantId | null = $derived.by(() =>
    this.starved.any ? this.#active() : null,
  )

  /** How each picture is looked at that is on a tile and in sight. */
  readonly looks: Map<SourceId, Look> = $derived.by(() => {
    const { main, strip } = this.arrangement
    const large = main.length < 3
    const looks = [
      ...main.map((tile) => this.#lookAt(tile, large)),
      ...strip.map((tile) => this.#lookAt(tile, false)),
    ]
    return Map(looks.filter((look) => look !== null))
  })

  /** Staff's choice for all. */
  get focus(): Focus {
    return this.#room.state.stage.focus
  }

  get elsewhere(): Focus | null {
    return this.#elsewhere
  }

  get following(): boolean {
    return this.#following
  }

  get directs(): boolean {
    return this.#room.live && this.#room.can('stage.direct')
  }

  /** Few tiles fit a narrow screen. */
  fit(narrow: boolean): void {
    this.#narrow = narrow
  }

  look(focus: Focus | null): void {
    this.#elsewhere = focus
  }

  follow(following: boolean): void {
    this.#following = following
    if (following) this.#elsewhere = null
  }

  /** For everybody. */
  async direct(focus: Focus): Promise<void> {
    this.#elsewhere = null
    await this.#room.act('stage.focus', { focus })
  }

  /** Who may choose for all and shares a screen means it to be seen, whatever was chosen before. */
  async showShared(): Promise<void> {
    if (this.directs && this.focus.kind !== 'auto') await this.direct({ kind: 'auto' })
  }

  isFocus(participant: ParticipantId): boolean {
    return this.focus.kind === 'person' && this.focus.participant === participant
  }

  #readFaces(): Face[] {
    const { people, sources } = this.#room.state
    const cameras = this.#byPerson(sources.values(), 'camera')
    const screens = this.#byPerson(sources.values(), 'screen')
    const sending = Set(sources.valueSeq().map(({ participant }) => participant))
    const shown = [...people.values()]
      .filter((one) => presence(one) === 'here' || sending.has(one.participant))
      .filter(
        ({ participant, role }) =>
          isStaff(role) ||
          sending.has(participant) ||
          this.#hands.place(participant) !== null ||
          participant === this.#room.me.participant,
      )
      .map(({ participant }) => participant)
    this.#places = keepPlaces(this.#places, shown.sort())
    return this.#places.map((participant) => ({
      participant,
      staff: isStaff(people.get(participant)?.role ?? 'student'),
      camera: cameras.get(participant) ?? null,
      screen: screens.get(participant) ?? null,
      hand: this.#hands.place(participant),
    }))
  }

  /** A tile that was not measured yet is taken for one of its kind, so that its picture comes with the first. */
  #lookAt({ source, participant }: Tile, large: boolean): [SourceId, Look] | null {
    if (source === null) return null
    const guess = this.shown.has(source.source) ? guessed[large ? 'large' : 'small'] : 0
    const height = this.sights.height(source.source) ?? guess
    const priority = large ? 3 : participant === this.#preferred ? 2 : 1
    return height === 0 ? null : [source.source, { height, priority }]
  }

  close(): void {
    this.sights.close()
    this.starved.close()
  }

  #byPerson(sources: Iterable<Source>, kind: Source['kind']): Map<ParticipantId, Source> {
    const live = [...sources].filter((source) => source.kind === kind && source.paused === null)
    return Map(live.map((source) => [source.participant, source]))
  }
}
