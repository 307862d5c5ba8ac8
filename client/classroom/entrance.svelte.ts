// The way into a class: asks at the door, shows the green room, takes the seat, and builds the class.
// A tab that was inside comes back by itself, with microphone and camera as they were.
import type { OutputOf } from '../../shared/contract/http/routes.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { RoomId, SessionId } from '../../shared/ids.ts'
import { isStaff, rolePermissions } from '../../shared/roles.ts'
import type { Api } from '../api/api.ts'
import { refusalOf } from '../api/explain.ts'
import { Equipment } from '../features/sources/equipment.svelte.ts'
import type { Intervention } from '../features/sources/desk.svelte.ts'
import { loadEngine, type Engine } from '../media/loadEngine.ts'
import { href } from '../routes.ts'
import { recall, remember } from '../ui/memory.ts'
import type { Classroom } from './classroom.svelte.ts'
import { keepStay, recallStay, type Stay } from './stay.ts'

export type Door = OutputOf<'join.door'>
type Entered = OutputOf<'join.enter'>

export type EntranceState =
  | { readonly kind: 'asking' }
  /** The link or the class says no. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'greenroom'; readonly door: Door }
  | { readonly kind: 'entering'; readonly door: Door | null }
  | { readonly kind: 'inside'; readonly classroom: Classroom }
  /** What shows the class did not come. */
  | { readonly kind: 'undelivered' }
  | { readonly kind: 'left' }

interface EntranceOptions {
  readonly room: RoomId
  readonly invite: string | null
  readonly api: Api
  readonly fail: (refusal: Refusal) => void
  readonly intervened: (intervention: Intervention) => void
  /** The seat is taken: the invitation need not stay in the address bar. */
  readonly seated: () => void
}

export const isOver = ({ state }: Door): boolean => state === 'ended' || state === 'cancelled'

/** What was called off stays so. */
export function mayReopen({ state, role }: Door): boolean {
  return state === 'ended' && rolePermissions[role].includes('class.manage')
}

const isText = (value: unknown): value is string => typeof value === 'string'
/** Apart, so that the green room comes first. */
const loadClass = () => import('./openClass.ts')

export class Entrance {
  readonly equipment = new Equipment()
  readonly #options: EntranceOptions
  #state = $state.raw<EntranceState>({ kind: 'asking' })
  /** What went wrong when entering; the green room shows it. */
  #failure = $state.raw<Refusal | null>(null)
  #stay: Stay | null = null
  #engine: Promise<Engine> | null = null
  #closed = false
  #undo: (() => void) | null = null

  constructor(options: EntranceOptions) {
    this.#options = options
    void this.start()
  }

  get state(): EntranceState {
    return this.#state
  }

  get failure(): Refusal | null {
    return this.#failure
  }

  /** Where a guest makes an account: by the invitation, which also brings them into the course. */
  get keepHref(): string {
    const { room } = this.#options
    const invite = this.#stay?.invite ?? null
    return invite === null ? href('keep') : href('claim', { room }, { invite, next: href('home') })
  }

  get rememberedName(): string {
    return recall('name', isText) ?? ''
  }

  async start(): Promise<void> {
    this.#state = { kind: 'asking' }
    this.#stay = await recallStay(this.#options.room)
    if (this.#options.invite !== null) this.#keep({ invite: this.#options.invite })
    this.equipment.microphone.want(this.#stay.microphone)
    this.equipment.camera.want(this.#stay.camera)
    if (this.#stay.inside) await this.#enter(null, null)
    else await this.#ask()
  }

  async join(name: string | null): Promise<void> {
    if (this.#state.kind !== 'greenroom') return
    if (name !== null) remember('name', name)
    await this.#enter(this.#state.door, name)
  }

  /** For staff at the door of a class that is over: straight in, and it goes on. */
  async reopen(name: string | null): Promise<void> {
    await this.join(name)
    if (this.#state.kind === 'inside') await this.#state.classroom.lesson.reopen()
  }

  /** Back after leaving: straight in, past the green room. */
  comeBack(): void {
    this.#keep({ inside: true })
    location.reload()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#undo?.()
    if (this.#state.kind === 'inside') this.#state.classroom.close()
    this.equipment.close()
  }

  #given(): { invite?: string; seat?: Stay['seat'] & string } {
    const { invite } = this.#options
    const seat = this.#stay?.seat ?? null
    return { ...(invite === null ? {} : { invite }), ...(seat === null ? {} : { seat }) }
  }

  async #ask(): Promise<void> {
    const { api, room } = this.#options
    try {
      const door = await api.call('join.door', { params: { room }, query: this.#given() })
      const prominence = isStaff(door.role) ? 'teacher' : 'student'
      this.equipment.camera.prominence = prominence
      if (!this.#closed) this.#state = { kind: 'greenroom', door }
      // Once the green room stands: it costs the page a moment, and is needed inside only.
      setTimeout(() => {
        this.#fetchInside()
      }, 0)
    } catch (error) {
      this.#state = { kind: 'refused', refusal: refusalOf(error) }
    }
  }

  #take(name: string | null): Promise<Entered> {
    const body = { ...this.#given(), ...(name === null ? {} : { name }) }
    return this.#options.api.call('join.enter', { params: { room: this.#options.room }, body })
  }

  async #enter(door: Door | null, name: string | null): Promise<void> {
    this.#failure = null
    this.#state = { kind: 'entering', door }
    try {
      const taken = this.#take(name)
      this.#fetchInside()
      await this.#build(await taken)
    } catch (error) {
      this.#failure = refusalOf(error)
      if (door === null) await this.#ask()
      else this.#state = { kind: 'greenroom', door }
    }
  }

  /** What is not there in the end is asked for again when it is needed. */
  #fetchInside(): void {
    void this.#loadEngine()
    loadClass().catch(() => undefined)
  }

  #loadEngine(): Promise<Engine> {
    if (this.#engine === null) {
      this.#engine = loadEngine()
      // Who cannot load it is told in class; a lost download must not be an error of the page.
      this.#engine.catch(() => undefined)
    }
    return this.#engine
  }

  async #build(entered: Entered): Promise<void> {
    const inside = await loadClass().catch(() => null)
    if (this.#closed) return
    if (inside === null) {
      this.#state = { kind: 'undelivered' }
      return
    }
    const { room, fail, intervened, seated } = this.#options
    const { participant, name, role, fileLimit } = entered
    this.equipment.camera.prominence = isStaff(role) ? 'teacher' : 'student'
    const session = this.#sit(entered)
    seated()
    let token: string | null = entered.token
    const classroom = inside.openClass({
      room,
      session,
      getToken: async () => {
        const first = token
        token = null
        return first ?? (await this.#take(null)).token
      },
      keepHref: this.keepHref,
      me: { participant, name, role },
      equipment: this.equipment,
      fileLimit,
      engine: this.#loadEngine(),
      leave: () => {
        this.#leave()
      },
      fail,
      intervened,
    })
    this.#undo = this.#watch()
    this.#state = { kind: 'inside', classroom }
  }

  /** A stay is one person's: whoever comes as somebody else begins another. */
  #sit({ participant, session: fresh }: Entered): SessionId {
    const same = this.#stay?.seat === null || this.#stay?.seat === participant
    const session = same ? (this.#stay?.session ?? fresh) : fresh
    this.#keep({ session, seat: participant, inside: true })
    return session
  }

  /** What a reload should find again. */
  #watch(): () => void {
    const { camera, microphone } = this.equipment
    return $effect.root(() => {
      $effect(() => {
        this.#keep({ microphone: microphone.wanted, camera: camera.wanted })
      })
    })
  }

  #keep(change: Partial<Stay>): void {
    if (this.#stay === null) return
    this.#stay = { ...this.#stay, ...change }
    keepStay(this.#options.room, this.#stay)
  }

  #leave(): void {
    this.#keep({ inside: false })
    this.close()
    this.#state = { kind: 'left' }
  }
}
