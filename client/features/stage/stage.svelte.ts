// The stage as one person sees it: staff's choice for all unless one looks elsewhere, arranged for the
// space there is, and which pictures are therefore needed.
import { Map, Set } from 'immutable'
import type { Focus } from '../../../shared/contract/stage.ts'
import type { ParticipantId, SourceId } from '../../../shared/ids.ts'
import { isStaff } from '../../../shared/roles.ts'
import { presence } from '../../../shared/room/people.ts'
import { withoutTwins, type Source } from '../../../shared/room/sources.ts'
import { placeOf, reaches } from '../../../shared/room/breakouts.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Hands } from '../hands/hands.svelte.ts'
import type { Look } from '../../media/wish.ts'
import { arrange, isThere, keepPlaces, type Arrangement, type Face, type Tile } from './arrange.ts'
import { Missing } from './missing.svelte.ts'
import { Pictures } from './pictures.ts'
import { Saving } from './saving.svelte.ts'
import { Sights } from './sights.svelte.ts'
import { Starved } from './starved.svelte.ts'

const mostInStrip = { desktop: 12, phone: 6 }

/** Of more faces at once nobody needs to see each move as often: a laptop has half as much to decode and to draw. */
const calmAbove = 16

/** Height of a picture before its tile is there, in pixels. */
const guessed = { large: 720, small: 180 }

export class Stage {
  readonly #room: Room
  readonly #hands: Hands
  readonly #active: () => ParticipantId | null
  readonly sights = new Sights()
  readonly pictures = new Pictures()
  readonly starved: Starved
  /** What went with its media node stays for the moment until it comes again. */
  readonly missing: Missing
  readonly saving = new Saving()
  /** Where this person wants to look instead; null follows the class. */
  #wanted = $state.raw<Focus | null>(null)
  #following = $state(false)
  #narrow = $state(false)
  /** Of a gallery's page. */
  #tiles = $state(9)
  #page = $state(0)
  #places: readonly ParticipantId[] = []

  constructor(room: Room, hands: Hands, active: () => ParticipantId | null) {
    this.#room = room
    this.#hands = hands
    this.#active = active
    this.starved = new Starved(room)
    this.missing = new Missing(room)
  }

  readonly #faces: readonly Face[] = $derived.by(() => this.#readFaces())

  /** Where this person looks instead, as long as it is there. */
  readonly elsewhere: Focus | null = $derived.by(() =>
    this.#wanted !== null && isThere(this.#faces, this.#wanted) ? this.#wanted : null,
  )

  readonly arrangement: Arrangement = $derived.by(() =>
    arrange(this.#faces, {
      me: this.#room.me.participant,
      staff: this.#room.staff,
      focus: this.elsewhere ?? this.focus,
      follow: this.#following ? this.#active() : null,
    }),
  )

  /** Of the gallery; one when all are seen at once. */
  readonly pages: number = $derived.by(() =>
    Math.max(1, Math.ceil(this.arrangement.main.length / this.#tiles)),
  )

  /** Counted from 0. */
  readonly page: number = $derived.by(() => Math.min(this.#page, this.pages - 1))

  readonly main: readonly Tile[] = $derived.by(() => {
    const first = this.page * this.#tiles
    return this.arrangement.main.slice(first, first + this.#tiles)
  })

  /** Tiles keep their size on a last page that is not full. */
  readonly places: number = $derived.by(() => (this.pages > 1 ? this.#tiles : this.main.length))

  /** Whoever speaks goes first where there is not enough for all; elsewhere nobody need be told. */
  readonly #preferred: ParticipantId | null = $derived.by(() =>
    this.starved.any ? this.#active() : null,
  )

  /** How each picture is looked at that is on a tile and in sight. Nothing else is received. */
  readonly looks: Map<SourceId, Look> = $derived.by(() => {
    if (this.saving.mode === 'sound') return Map()
    const large = this.main.length < 3
    const seen = mostInStrip[this.#narrow ? 'phone' : 'desktop']
    const looks = [
      ...this.main.map((tile) =>
        this.#lookAt(tile, { large, guess: guessed[large ? 'large' : 'small'] }),
      ),
      ...this.arrangement.strip.map((tile, place) =>
        this.#lookAt(tile, { large: false, guess: place < seen ? guessed.small : 0 }),
      ),
    ]
    return Map(looks.filter((look) => look !== null))
  })

  /** Staff's choice for all. */
  get focus(): Focus {
    return this.#room.state.stage.focus
  }

  get following(): boolean {
    return this.#following
  }

  get directs(): boolean {
    return this.#room.live && this.#room.can('stage.direct')
  }

  /** How many tiles a page of the gallery takes; few fit a narrow screen. */
  fit(tiles: number, narrow: boolean): void {
    this.#tiles = tiles
    this.#narrow = narrow
  }

  turn(by: number): void {
    this.#page = Math.min(Math.max(0, this.page + by), this.pages - 1)
  }

  look(focus: Focus | null): void {
    this.#wanted = focus
  }

  /** Large for oneself, or as all see it again. */
  pin({ kind, participant }: Tile): void {
    const pinned = this.isPinned({ kind, participant })
    this.#following = false
    this.look(pinned ? null : { kind: kind === 'face' ? 'person' : kind, participant })
  }

  /** The tile of somebody's face, when they have one anywhere. */
  tileOf(participant: ParticipantId): Tile | null {
    const { main, strip } = this.arrangement
    const isTheirs = (tile: Tile) => tile.kind === 'face' && tile.participant === participant
    return [...main, ...strip].find(isTheirs) ?? null
  }

  isPinned({ kind, participant }: Pick<Tile, 'kind' | 'participant'>): boolean {
    const focus = this.elsewhere
    if (focus === null || focus.kind === 'auto' || focus.kind === 'grid') return false
    return focus.participant === participant && focus.kind === (kind === 'face' ? 'person' : kind)
  }

  toggleGallery(): void {
    this.look(this.elsewhere?.kind === 'grid' ? null : { kind: 'grid' })
  }

  follow(following: boolean): void {
    this.#following = following
    if (following) this.#wanted = null
  }

  /** For everybody. */
  async direct(focus: Focus): Promise<void> {
    this.#wanted = null
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
    const { breakouts, people } = this.#room.state
    const sources = this.missing.all
    const me = this.#room.me.participant
    const inRoom = placeOf(breakouts, me) !== null
    const cameras = this.#byPerson(sources, 'camera')
    const screens = this.#byPerson(sources, 'screen')
    const documents = this.#byPerson(sources, 'document')
    const sending = Set(sources.map(({ participant }) => participant))
    const shown = [...people.values()]
      .filter((one) => presence(one) === 'here' || sending.has(one.participant))
      .filter(({ participant }) => reaches(breakouts, participant, me))
      .filter(
        ({ participant, role }) =>
          isStaff(role) ||
          sending.has(participant) ||
          this.#hands.place(participant) !== null ||
          participant === me ||
          // A breakout room is small: all of it is there.
          inRoom,
      )
      .map(({ participant }) => participant)
    this.#places = keepPlaces(this.#places, shown.sort())
    return this.#places.map((participant) => ({
      participant,
      staff: isStaff(people.get(participant)?.role ?? 'student'),
      camera: cameras.get(participant) ?? null,
      screen: screens.get(participant) ?? null,
      document: documents.get(participant) ?? null,
      hand: this.#hands.place(participant),
    }))
  }

  /** A tile that was not measured yet is taken to be as high as guessed, so that its picture comes with the first. */
  #lookAt(
    { source, participant }: Tile,
    { large, guess }: { large: boolean; guess: number },
  ): [SourceId, Look] | null {
    if (source === null) return null
    const seen = this.sights.height(source.source) ?? guess
    const height = this.saving.mode === 'small' ? Math.min(seen, guessed.small) : seen
    const priority = large ? 3 : participant === this.#preferred ? 2 : 1
    const calm = this.main.length > calmAbove ? { calm: true } : {}
    return height === 0 ? null : [source.source, { height, priority, ...calm }]
  }

  close(): void {
    this.sights.close()
    this.starved.close()
    this.missing.close()
  }

  #byPerson(sources: Iterable<Source>, kind: Source['kind']): Map<ParticipantId, Source> {
    const live = withoutTwins(sources).filter(
      (source) => source.kind === kind && source.paused === null,
    )
    return Map(live.map((source) => [source.participant, source]))
  }
}
