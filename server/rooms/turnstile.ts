// The way in when very many come at once: so many abreast, whoever returns to their seat first, the others in
// the order they came. Who loses the connection while waiting keeps their place for a while. Knows neither
// rooms nor sockets.

/** So many take their seats at once; more would only make each of them slower. */
const abreast = 100
/** How long the place of somebody whose connection was lost is kept, in ms. */
const placeKept = 60_000
/** Often enough to keep a connection that waits alive. In ms. */
const tellEvery = 2_000

export interface Ticket {
  /** The same when somebody whose connection was lost comes again. */
  readonly key: string
  /** They were inside already, and pass who never was. */
  readonly returning: boolean
  /** How many come before this one, with those who are just passing. */
  readonly tell: (ahead: number) => void
}

/** To be called once, when the seat is taken or was refused. */
export type Done = () => void

interface Waiting {
  readonly ticket: Ticket
  readonly go: (done: Done | null) => void
  /** Since when the connection is gone, or null while it is there. */
  awaySince: number | null
}

export interface TurnstileOptions {
  readonly now: () => number
  readonly abreast?: number
}

export class Turnstile {
  readonly #now: () => number
  readonly #abreast: number
  /** Both in the order people came: a key that is set again keeps its place. */
  readonly #returning = new Map<string, Waiting>()
  readonly #line = new Map<string, Waiting>()
  #telling: NodeJS.Timeout | null = null
  #passing = 0

  constructor({ now, abreast: most = abreast }: TurnstileOptions) {
    this.#now = now
    this.#abreast = most
  }

  /** Resolves when it is their turn; to null when somebody else came with the same ticket. */
  pass(ticket: Ticket): Promise<Done | null> {
    const line = this.#lineOf(ticket)
    return new Promise((go) => {
      line.get(ticket.key)?.go(null)
      line.set(ticket.key, { ticket, go, awaySince: null })
      this.#next()
      this.#keepTelling()
      if (!ticket.returning && line.get(ticket.key)?.ticket === ticket)
        ticket.tell(this.#passing + [...line.keys()].indexOf(ticket.key))
    })
  }

  /** The connection of this ticket was lost before it was their turn. */
  away(ticket: Ticket): void {
    const waiting = this.#lineOf(ticket).get(ticket.key)
    if (waiting?.ticket === ticket) waiting.awaySince = this.#now()
  }

  /** Lets go of places kept for too long, and tells everybody where they are now. */
  tellAll(): void {
    this.#forgetAway()
    this.#next()
    let ahead = this.#passing
    for (const { ticket } of this.#line.values()) {
      ticket.tell(ahead)
      ahead += 1
    }
    this.#keepTelling()
  }

  close(): void {
    for (const line of [this.#returning, this.#line]) {
      for (const { go } of line.values()) go(null)
      line.clear()
    }
    this.#keepTelling()
  }

  /** As long as anybody waits. */
  #keepTelling(): void {
    const empty = this.#returning.size + this.#line.size === 0
    if (!empty) {
      this.#telling ??= setInterval(() => {
        this.tellAll()
      }, tellEvery)
    } else if (this.#telling !== null) {
      clearInterval(this.#telling)
      this.#telling = null
    }
  }

  #lineOf({ returning }: Ticket): Map<string, Waiting> {
    return returning ? this.#returning : this.#line
  }

  #forgetAway(): void {
    const oldest = this.#now() - placeKept
    for (const line of [this.#returning, this.#line])
      for (const [key, { awaySince, go }] of line)
        if (awaySince !== null && awaySince <= oldest) {
          line.delete(key)
          go(null)
        }
  }

  #next(): void {
    for (const line of [this.#returning, this.#line])
      for (const [key, { awaySince, go }] of line) {
        if (this.#passing >= this.#abreast) return
        if (awaySince !== null) continue
        line.delete(key)
        this.#passing += 1
        go(this.#done())
      }
  }

  #done(): Done {
    let called = false
    return () => {
      if (called) return
      called = true
      this.#passing -= 1
      this.#next()
    }
  }
}
