// Who is signed in, as the pages know it. Asked once when the first page that needs it is shown.
import { createContext } from 'svelte'
import type { Me } from '../../shared/contract/http/entities.ts'
import type { Api } from '../api/api.ts'

export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'out'; readonly needsOwner: boolean; readonly demo: boolean }
  | { readonly kind: 'in'; readonly me: Me; readonly demo: boolean }

export class Session {
  #state = $state.raw<SessionState>({ kind: 'unknown' })
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  get state(): SessionState {
    return this.#state
  }

  get me(): Me | null {
    return this.#state.kind === 'in' ? this.#state.me : null
  }

  /** Nobody is signed in, on a site where one can make an account. */
  get guest(): boolean {
    return this.#state.kind === 'out' && !this.#state.needsOwner
  }

  get demo(): boolean {
    return this.#state.kind !== 'unknown' && this.#state.demo
  }

  /** Looks after the installation: sees everything, makes accounts. */
  get operates(): boolean {
    return this.me !== null && this.me.role !== 'member'
  }

  get teaches(): boolean {
    return this.operates || this.me?.teaches === true
  }

  async load(): Promise<SessionState> {
    const { account, needsOwner, demo } = await this.#api.call('auth.me')
    this.#state =
      account === null ? { kind: 'out', needsOwner, demo } : { kind: 'in', me: account, demo }
    return this.#state
  }

  signedIn(me: Me): void {
    this.#state = { kind: 'in', me, demo: this.demo }
  }

  async signOut(everywhere: boolean): Promise<void> {
    await this.#api.call('auth.signOut', { body: { everywhere } })
    this.forget()
  }

  /** The server no longer knows this session. */
  forget(): void {
    this.#state = { kind: 'out', needsOwner: false, demo: this.demo }
  }
}

export const [getSession, setSession] = createContext<Session>()
