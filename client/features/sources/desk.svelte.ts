// What this device sends and plays in class: brings what the person wants, what the class allows and
// what the media session does into agreement, again and again, whatever changes.
import { Map } from 'immutable'
import { untrack } from 'svelte'
import type { ParticipantId, SourceId } from '../../../shared/ids.ts'
import type { Fact } from '../../../shared/log.ts'
import type { FactOf } from '../../../shared/room/feature.ts'
import { isShownToAll, type Source, type SourceKind } from '../../../shared/room/sources.ts'
import { reaches } from '../../../shared/room/breakouts.ts'
import { isLostDownload } from '../../api/download.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Engine } from '../../media/loadEngine.ts'
import { MediaSession, type Measured, type MediaState } from '../../media/mediaSession.ts'
import { Sounds } from '../../media/sounds.ts'
import { wishOf, type Look, type Wished } from '../../media/wish.ts'
import type { DeviceKind } from '../../media/capture.ts'
import type { Equipment } from './equipment.svelte.ts'
import { Serial } from './serial.ts'
import type { Line } from './line.svelte.ts'
import { Screen } from './screen.svelte.ts'
import { Volumes } from './volumes.svelte.ts'

/** Something others did to one's own source, for the person to be told. */
export type Intervention = {
  readonly kind: SourceKind
  readonly what: 'muted' | 'stopped' | 'excess' | 'asked' | 'letSpeak' | 'thanked'
}

/** What one's microphone or camera is, in one word for its button. */
export type LineState = 'off' | 'starting' | 'on' | 'mutedByStaff' | 'forbidden' | 'problem'

/** What a fact by somebody else says to this person about their turn to speak. */
function turnOf(fact: Fact, me: ParticipantId): 'letSpeak' | 'thanked' | null {
  if (fact.actor === me) return null
  const { participant, by } = fact.body as { participant?: ParticipantId; by?: string }
  if (participant !== me) return null
  if (fact.type === 'floor.returned') return by === 'staff' ? 'thanked' : null
  const turn = fact.type === 'floor.given' || (fact.type === 'hands.lowered' && by === 'spoke')
  return turn ? 'letSpeak' : null
}

interface DeskOptions {
  readonly room: Room
  readonly equipment: Equipment
  readonly engine: Promise<Engine>
  /** How each picture is looked at that is in sight. */
  readonly looks: () => Map<SourceId, Look>
  readonly intervened: (intervention: Intervention) => void
  /** Told when one’s own screen goes out. */
  readonly shared: () => void
}

const devices = ['camera', 'microphone', 'document'] as const
const kinds = ['microphone', 'camera', 'screen', 'screenAudio', 'document'] as const
const permissionOf = {
  microphone: 'media.microphone',
  camera: 'media.camera',
  document: 'media.camera',
} as const

export class Desk {
  readonly equipment: Equipment
  readonly screen: Screen
  readonly volumes = new Volumes()
  readonly #room: Room
  readonly #session: MediaSession
  readonly #sounds: Sounds
  readonly #intervened: (intervention: Intervention) => void
  readonly #undo: (() => void)[] = []
  readonly #settling = new Serial<DeviceKind>((kind) => this.#settle(kind))
  #media = $state.raw<MediaState>({ kind: 'idle' })
  /** Rises with every change of tracks. */
  #tracks = $state(0)
  #blocked = $state(false)
  #undelivered = $state(false)
  readonly #looks: () => Map<SourceId, Look>

  constructor({ room, equipment, engine, looks, intervened, shared }: DeskOptions) {
    this.#room = room
    this.equipment = equipment
    this.#intervened = intervened
    this.#looks = looks
    engine.catch((error: unknown) => {
      this.#undelivered = isLostDownload(error)
    })
    this.#session = new MediaSession(room.connection, engine)
    this.#sounds = new Sounds(() => {
      this.#blocked = this.#sounds.blocked
    })
    this.screen = new Screen(room, this.#session.publications, shared)
    this.#undo.push(
      this.#session.on('status', (state) => {
        this.#media = state
      }),
      this.#session.on('changed', () => {
        this.#changed()
      }),
      room.connection.on('open', () => {
        this.#session.reconnected()
        // Before the screen is drawn, which takes its time: the answer comes meanwhile.
        this.#enter()
      }),
      room.connection.on('reset', () => {
        queueMicrotask(() => {
          this.#compare()
        })
      }),
      room.onFacts((fact, fresh) => {
        this.#hear(fact)
        if (fresh) this.#hearTurn(fact)
      }),
      ...this.#heed(room),
      ...devices.map((kind) =>
        equipment[kind].onChange(() => {
          this.settle(kind)
        }),
      ),
      $effect.root(() => {
        $effect(() => {
          this.#follow()
        })
        $effect(() => void this.#sounds.choose(equipment.loudspeaker))
        $effect(() => {
          this.#adjust()
        })
      }),
    )
  }

  /** What the server asks of this device, besides facts. */
  #heed(room: Room): readonly (() => void)[] {
    return [
      room.onSignal('media.lost', ({ incarnation }) => {
        if (incarnation === this.#session.incarnation) this.#session.lost()
      }),
      room.onSignal('media.move', ({ incarnation }) => {
        if (incarnation === this.#session.incarnation) void this.#session.move()
      }),
      room.onSignal('media.demand', ({ source, layer, plain }) => {
        this.#session.publications.demanded(source, layer)
        if (plain === true) this.#session.publications.sendPlain(source)
      }),
      room.onSignal('sources.ask', ({ participant }) => {
        const meant = participant === null || participant === room.me.participant
        if (meant && this.own('microphone')?.paused === 'staff') {
          this.#intervened({ kind: 'microphone', what: 'asked' })
        }
      }),
    ]
  }

  get media(): MediaState {
    return this.#media
  }

  /** All that comes and goes is being restored. */
  readonly restoring: boolean = $derived.by(
    () => this.#media.kind === 'rebuilding' || (this.#media.kind === 'open' && this.#media.cut),
  )

  /** What others send comes, or will. */
  readonly receives: boolean = $derived.by(() =>
    ['joining', 'open', 'rebuilding'].includes(this.#media.kind),
  )

  /** The part of the page that carries media did not arrive: another try may bring it. */
  get undelivered(): boolean {
    return this.#undelivered
  }

  /** The browser wants a tap before it plays sound. */
  get blocked(): boolean {
    return this.#blocked
  }

  /** This device has microphone, camera and sound; false when another device of the person has them. */
  readonly holds: boolean = $derived.by(() => {
    const holder = this.#room.self?.holder ?? null
    return holder === null || holder === this.#room.session
  })

  /** Sent away for good: nothing of this device is the class's any more. */
  readonly #out: boolean = $derived.by(() => this.#room.status.kind === 'closed')

  /** Media belongs to who is inside a class that is live. */
  readonly present: boolean = $derived.by(
    () => this.#room.ready && !this.#room.waiting && this.#room.live && !this.#out,
  )

  /** What the browser counts of this device's media; null while there is none. */
  measure(): Promise<Measured | null> {
    return this.#session.measure().catch(() => null)
  }

  unblock(): void {
    this.#sounds.unblock()
  }

  allowed(kind: DeviceKind): boolean {
    return this.#room.can(permissionOf[kind])
  }

  state(kind: DeviceKind): LineState {
    const line = this.equipment[kind]
    if (!this.allowed(kind)) return 'forbidden'
    if (line.problem !== null && line.wanted) return 'problem'
    const source = this.own(kind)
    if (kind === 'microphone' && source?.paused === 'staff') return 'mutedByStaff'
    if (!line.wanted || !this.holds) return 'off'
    return source !== null && source.paused === null ? 'on' : 'starting'
  }

  /** One's own source as everybody knows it. */
  own(kind: SourceKind): Source | null {
    this.#readTracks()
    const ids = this.#session.publications.sources(kind)
    const known = ids.map((id) => this.#room.state.sources.get(id))
    return known.find((source) => source !== undefined) ?? null
  }

  /** The track of anybody's source, one's own included; null while there is none. */
  track(source: Source): MediaStreamTrack | null {
    this.#readTracks()
    if (source.participant !== this.#room.me.participant) {
      return this.#session.watching.track(source.source)
    }
    return source.session === this.#room.session
      ? this.#session.publications.track(source.kind)
      : null
  }

  toggle(kind: DeviceKind): void {
    const on = this.state(kind) === 'on' || this.state(kind) === 'starting'
    if (!on && !this.allowed(kind)) return
    // Pressed on the device that gave them away: this one is meant now.
    if (!this.holds) void this.#room.act('people.hold', { session: this.#room.session })
    this.want(kind, !on)
  }

  /** Neither heard nor seen, without leaving. */
  hush(): void {
    this.want('microphone', false)
    this.want('camera', false)
    this.want('document', false)
  }

  want(kind: DeviceKind, wanted: boolean): void {
    this.equipment[kind].want(wanted)
    this.settle(kind)
  }

  /** For the effects and derived values that must follow changes of tracks. */
  #readTracks(): number {
    return this.#tracks
  }

  close(): void {
    for (const undo of this.#undo) undo()
    this.screen.stop()
    this.#session.close()
    this.#sounds.close()
  }

  /** Brings one device into agreement. */
  settle(kind: DeviceKind): void {
    untrack(() => {
      this.#settling.run(kind)
    })
  }

  async #settle(kind: DeviceKind): Promise<void> {
    const line = this.equipment[kind]
    const { publications } = this.#session
    if (!this.present || !this.holds) {
      publications.withdraw(kind)
      // Before the class one goes on seeing oneself; after it the light goes out.
      const { phase } = this.#room.state.class
      const over = this.#out || phase === 'ended' || phase === 'cancelled'
      if (!this.holds || over) line.close()
      return
    }
    if (!line.wanted || !this.allowed(kind)) {
      await this.#quiet(kind, line)
      return
    }
    const track = line.problem === null ? await line.open() : null
    if (!this.#stillWanted(line)) return
    if (track === null) {
      // Unplugged, or never had: others must not take it for open.
      await this.#quiet(kind, line)
      return
    }
    publications.setPaused(kind, false)
    if (publications.track(kind) !== track || publications.state(kind)?.kind === 'failed') {
      await publications.publish(kind, track, false)
    }
    this.#refused(kind, line)
    const source = this.own(kind)
    if (source !== null && source.paused !== null) await this.#open(kind, source.source)
  }

  /** Asked again after a wait: the person may have thought better of it. */
  #stillWanted(line: Line): boolean {
    return line.wanted && this.present && this.holds
  }

  /** A microphone stays open at the browser, so that it is back at once; a camera's light goes out. */
  async #quiet(kind: DeviceKind, line: Line): Promise<void> {
    const { publications } = this.#session
    if (kind !== 'microphone') {
      publications.withdraw(kind)
      line.close()
      return
    }
    publications.setPaused(kind, true)
    const source = this.own(kind)
    if (source !== null && source.paused === null) {
      await this.#room.act('sources.pause', { source: source.source })
    }
  }

  async #open(kind: DeviceKind, source: SourceId): Promise<void> {
    const opened = await this.#room.act('sources.resume', { source })
    if (!opened) this.want(kind, false)
  }

  #refused(kind: DeviceKind, line: Line): void {
    const state = this.#session.publications.state(kind)
    if (state?.kind !== 'failed') return
    line.want(false)
    this.#session.publications.withdraw(kind)
    this.#room.fail(state.refusal)
  }

  /** Runs again whenever the room's state changes what should be. */
  #follow(): void {
    const { present, holds } = this
    // Read here, so that the effect runs again when one of them changes.
    const seen = [
      this.#room.state.sources,
      this.#room.state.breakouts,
      this.#looks(),
      this.allowed('camera'),
      this.allowed('microphone'),
      this.#room.can('media.seeCameras'),
    ]
    untrack(() => {
      this.#enter()
      this.#watch()
      if (!holds || !present) this.screen.stop()
      if (seen.length > 0) for (const kind of devices) this.settle(kind)
    })
  }

  #enter(): void {
    if (this.present) this.#session.join(this.#wish())
    else this.#session.leave()
  }

  #wish(): Wished[] {
    const looks = this.#looks()
    const cameras = this.#room.can('media.seeCameras')
    const { me, state } = this.#room
    const near = state.sources.filter((source) =>
      reaches(state.breakouts, source.participant, me.participant),
    )
    return wishOf(near.values(), {
      me: me.participant,
      sound: this.holds,
      looksAt: (source) =>
        cameras || isShownToAll(source) ? (looks.get(source.source) ?? null) : null,
    })
  }

  #watch(): void {
    if (this.present) this.#session.watching.want(this.#wish())
  }

  #changed(): void {
    this.#tracks += 1
    this.#sounds.play(this.#session.watching.sounds)
  }

  /** Everybody as loud as this person wants them. */
  #adjust(): void {
    const { sources } = this.#room.state
    const wanted = Map(sources.map(({ participant }) => this.volumes.of(participant)))
    const { watching } = this.#session
    this.#sounds.adjust((id) => {
      const source = watching.sourceOf(id)
      return source === null ? 1 : wanted.get(source, 1)
    })
  }

  #hear(fact: Fact): void {
    if (fact.type === 'sources.closed') {
      const { source, reason } = (fact as FactOf<'sources.closed'>).body
      this.#closed(source, reason)
    }
    if (fact.type === 'sources.paused') {
      const { source, by } = (fact as FactOf<'sources.paused'>).body
      if (by === 'staff') this.#muted(source)
    }
    if (fact.type === 'sources.incarnationLost') this.#compare()
  }

  /** Staff let one speak, or thanked one; who accepts an invitation knows. */
  #hearTurn(fact: Fact): void {
    const what = turnOf(fact, this.#room.me.participant)
    if (what !== null) this.#intervened({ kind: 'microphone', what })
  }

  #closed(source: SourceId, reason: FactOf<'sources.closed'>['body']['reason']): void {
    const mine = this.#kindOf(source)
    if (mine === null) return
    if (reason === 'lost') {
      this.#session.lost()
      return
    }
    const { publications } = this.#session
    if (reason === 'replaced' && publications.replaced(source)) return
    publications.closed(source)
    const ended = reason === 'staff' || reason === 'forbidden' || reason === 'excess'
    if (mine === 'screen' || mine === 'screenAudio') this.screen.stop()
    else if (ended) this.equipment[mine].want(false)
    if (mine === 'camera' || mine === 'document') this.equipment[mine].close()
    if (ended) this.#intervened({ kind: mine, what: reason === 'excess' ? reason : 'stopped' })
  }

  #muted(source: SourceId): void {
    const { publications } = this.#session
    if (!publications.sources('microphone').includes(source) || !this.equipment.microphone.wanted)
      return
    this.equipment.microphone.want(false)
    publications.setPaused('microphone', true)
    this.#intervened({ kind: 'microphone', what: 'muted' })
  }

  #kindOf(source: SourceId): SourceKind | null {
    return kinds.find((kind) => this.#session.publications.source(kind) === source) ?? null
  }

  /** After a loss or a fresh snapshot: what one believes to publish must be in the room. */
  #compare(): void {
    const gone = kinds.some((kind) => {
      const id = this.#session.publications.source(kind)
      return id !== null && !this.#room.connection.room.sources.has(id)
    })
    if (gone) this.#session.lost()
  }
}
