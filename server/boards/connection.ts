// One socket of a layer: reads its messages within their budgets, and bounds what waits to be sent.
import type { WebSocket } from 'ws'
import { passingLimits } from '../../shared/board/wire.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import { Allowance } from './allowance.ts'
import type { Layer } from './layer.ts'
import { nobodyMessage, readMessage, resetMessage, type ClientMessage } from './messages.ts'
import { problem, tooMuch, type Problem } from './problem.ts'
import type { BoardRecorder } from './recorder.ts'
import { closing, type Closing, type Reader, type Standing } from './reader.ts'
import { Shown, type Passing } from './shown.ts'

/** In bytes: beyond the first what passes is left out, beyond the second the connection ends. */
const slow = 1024 * 1024
const tooSlow = 8 * 1024 * 1024
/** Of changes: bytes per second, and how much at once. */
const changeRate = { perSecond: 128 * 1024, atOnce: 4 * 1024 * 1024 }
/** What a change costs at least, however small: to read it takes its time too. */
const leastChange = 128
/** Of what is on the layer: each answer is the whole of it, or is looked for in the whole. */
const questionRate = { perSecond: 1, atOnce: 20 }
/** How long a closed socket may take to say goodbye, in ms. */
const lastWords = 1_000
/** How often a connection is asked whether it is there, in ms; one question without an answer ends it. */
const pulse = 10_000

export interface ConnectionParts {
  readonly socket: WebSocket
  readonly participant: ParticipantId
  readonly name: string
  readonly standing: () => Standing | null
  readonly recorder: BoardRecorder
  readonly now: () => number
}

export class Connection implements Reader {
  readonly participant: ParticipantId
  readonly name: string
  readonly standing: () => Standing | null
  readonly #socket: WebSocket
  readonly #passing: Allowance
  readonly #changes: Allowance
  readonly #questions: Allowance
  readonly #shown: Shown
  readonly #recorder: BoardRecorder
  /** Told to begin anew: what still comes belongs to what was dropped. */
  #over = false

  constructor({ socket, participant, name, standing, recorder, now }: ConnectionParts) {
    this.participant = participant
    this.name = name
    this.standing = standing
    this.#socket = socket
    this.#recorder = recorder
    const { perSecond } = passingLimits
    this.#passing = new Allowance({ perSecond, atOnce: perSecond }, now)
    this.#changes = new Allowance(changeRate, now)
    this.#questions = new Allowance(questionRate, now)
    this.#shown = new Shown(participant)
  }

  /** Takes its messages from now on, until it is gone. */
  join(layer: Layer): void {
    this.#socket.on('message', (data: Buffer) => {
      if (!this.#over) this.#hear(layer, data)
    })
    const beating = this.#beat()
    this.#socket.on('close', () => {
      clearInterval(beating)
      layer.remove(this)
    })
    layer.add(this)
  }

  /** Also something that a stock client hears, which takes 30 s of silence for a dead connection. */
  #beat(): NodeJS.Timeout {
    let answered = true
    this.#socket.on('pong', () => {
      answered = true
    })
    return setInterval(() => {
      if (!answered) {
        this.#socket.terminate()
        return
      }
      answered = false
      this.#socket.ping()
      this.send(nobodyMessage)
    }, pulse)
  }

  #hear(layer: Layer, data: Buffer): void {
    const message = readMessage(data)
    if (message === null) this.reset(problem('malformed', 'This is no message of a board.'))
    else this.#take(layer, message)
  }

  #take(layer: Layer, message: ClientMessage): void {
    switch (message.kind) {
      case 'state':
        this.#answer(layer, message.vector)
        return
      case 'update':
        if (this.#changes.spend(Math.max(leastChange, message.update.length)))
          layer.draw(this, message.update, message.live)
        else this.reset(tooMuch)
        return
      case 'passing':
        this.#pass(layer, message)
        return
      case 'other':
    }
  }

  #pass(layer: Layer, passing: Passing): void {
    if (passing.bytes.length > passingLimits.bytes || !this.#passing.spend(1)) return
    if (!this.#shown.mayPass(layer.document, passing, this.standing())) return
    this.#recorder.passed()
    layer.pass(this, passing.what, passing.bytes)
  }

  #answer(layer: Layer, vector: Uint8Array): void {
    if (!this.#questions.spend(1)) {
      this.reset(problem('rate', 'This asks for the board more often than anybody needs it.'))
      return
    }
    try {
      layer.answer(this, vector)
    } catch {
      this.reset(problem('malformed', 'This is no state of a board.'))
    }
  }

  send(message: Uint8Array): void {
    if (this.#socket.bufferedAmount > tooSlow) this.close('slow')
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message)
  }

  sendPassing(message: Uint8Array): void {
    if (this.#socket.bufferedAmount < slow) this.send(message)
  }

  reset(why: Problem): void {
    if (this.#over) return
    this.#recorder.refused(why.code)
    this.send(resetMessage(why))
    this.close('anew')
  }

  close(why: Closing): void {
    if (this.#over) return
    this.#over = true
    const [code, words] = closing[why]
    this.#socket.close(code, words)
    setTimeout(() => {
      this.#socket.terminate()
    }, lastWords).unref()
  }
}
