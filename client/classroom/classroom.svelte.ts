// One visit to a class: the room with all its features, built once when somebody joins and reached by
// context. The only place that wires features to each other.
import { createContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Refusal } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { RoomConnection } from '../connection/roomConnection.ts'
import { Away } from '../features/away/away.svelte.ts'
import { Broadcast } from '../features/broadcast/broadcast.svelte.ts'
import { Breakouts } from '../features/breakouts/breakouts.svelte.ts'
import { Bulletin } from '../features/bulletin/bulletin.svelte.ts'
import { Captions } from '../features/captions/captions.svelte.ts'
import { Chat } from '../features/chat/chat.svelte.ts'
import { Floor } from '../features/floor/floor.svelte.ts'
import { Hands } from '../features/hands/hands.svelte.ts'
import { Lobby } from '../features/lobby/lobby.svelte.ts'
import { Moderation } from '../features/moderation/moderation.svelte.ts'
import { People } from '../features/people/people.svelte.ts'
import { Polls } from '../features/polls/polls.svelte.ts'
import { Questions } from '../features/questions/questions.svelte.ts'
import type { Engine } from '../media/loadEngine.ts'
import { Desk, type Intervention } from '../features/sources/desk.svelte.ts'
import type { Equipment } from '../features/sources/equipment.svelte.ts'
import { Hearing } from '../features/sources/hearing.svelte.ts'
import { Stage } from '../features/stage/stage.svelte.ts'
import { Chime, playNotes } from './chime.svelte.ts'
import { Lesson } from './lesson.svelte.ts'
import { Room, type Me } from './room.svelte.ts'

export type PanelName = 'people' | 'chat' | 'questions' | 'polls'

export interface Visit {
  readonly room: RoomId
  readonly connection: RoomConnection<RoomState>
  readonly me: Me
  /** Where a guest makes an account. */
  readonly keepHref: string
  readonly equipment: Equipment
  /** Bytes that one file may have. */
  readonly fileLimit: number
  readonly engine: Promise<Engine>
  /** Leaves for good: closes everything and shows the way back. */
  readonly leave: () => void
  readonly fail: (refusal: Refusal) => void
  readonly intervened: (intervention: Intervention) => void
}

export class Classroom {
  readonly id: RoomId
  readonly keepHref: string
  readonly fileLimit: number
  readonly room: Room
  readonly lesson: Lesson
  readonly people: People
  readonly hands: Hands
  readonly floor: Floor
  readonly away: Away
  readonly bulletin: Bulletin
  readonly broadcast: Broadcast
  readonly breakouts: Breakouts
  readonly captions: Captions
  readonly chat: Chat
  readonly polls: Polls
  readonly questions: Questions
  readonly desk: Desk
  readonly hearing: Hearing
  readonly stage: Stage
  readonly lobby: Lobby
  readonly moderation: Moderation
  readonly chime: Chime
  /** Where each panel was scrolled to, so that it is there when it comes back. */
  readonly scrolls = new SvelteMap<PanelName, number>()
  panel = $state<PanelName | null>(matchMedia('(min-width: 64rem)').matches ? 'chat' : null)
  /** The list of boards and sheets is open. */
  boardsListed = $state(false)
  /** Whoever manages a live class is being asked whether to end it. */
  asking = $state(false)
  readonly #leave: () => void

  constructor(visit: Visit) {
    const { room: id, connection, me, equipment, engine } = visit
    this.id = id
    this.keepHref = visit.keepHref
    this.#leave = visit.leave
    this.room = new Room(connection, me, visit.fail)
    this.lesson = new Lesson(this.room)
    this.breakouts = new Breakouts(this.room)
    this.people = new People(this.room)
    this.hands = new Hands(this.room)
    this.lobby = new Lobby(this.room)
    this.moderation = new Moderation(this.room)
    this.floor = new Floor(this.room)
    this.captions = new Captions(this.room)
    this.fileLimit = visit.fileLimit
    this.chat = new Chat(this.room)
    this.polls = new Polls(this.room)
    this.questions = new Questions(this.room)
    this.hearing = new Hearing(this.room)
    this.stage = new Stage(this.room, this.hands, () => this.hearing.active)
    this.desk = new Desk({
      room: this.room,
      equipment,
      engine,
      looks: () => this.stage.looks,
      intervened: visit.intervened,
      shared: () => void this.stage.showShared(),
    })
    this.broadcast = new Broadcast({
      room: this.room,
      stage: this.stage,
      sounds: () => this.desk.holds,
      loudspeaker: () => equipment.loudspeaker,
    })
    this.away = new Away(this.room, () => this.desk.hush())
    this.chime = new Chime((notes) => void playNotes(notes, equipment.loudspeaker))
    this.bulletin = new Bulletin(this.room, () => {
      if (this.desk.holds) this.chime.ring('timer', Date.now())
    })
  }

  open(panel: PanelName | null): void {
    this.panel = panel
  }

  toggle(panel: PanelName): void {
    this.panel = this.panel === panel ? null : panel
  }

  /** Only what may end the class for others asks first. */
  leaveOrAsk(): void {
    if (this.lesson.manages && this.lesson.phase === 'live') this.asking = true
    else void this.leave()
  }

  /** On purpose, with all devices. */
  async leave(): Promise<void> {
    // The seat is given back whether or not the server answers in time.
    await this.room.command('people.leave', {}, { limitMs: 1500 })
    this.#leave()
  }

  close(): void {
    this.desk.close()
    this.broadcast.close()
    this.hearing.close()
    this.stage.close()
    this.captions.close()
    this.chat.close()
    this.bulletin.close()
    this.polls.close()
    this.questions.close()
    this.lobby.close()
    this.room.close()
  }
}

export const [getClassroom, setClassroom] = createContext<Classroom>()
