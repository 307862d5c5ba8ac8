// Joins the catalogue to the rooms: its commands go into a room's log, and its rows follow what the logs
// say of a class.
import { bannedRefusal } from '../shared/room/moderation.decide.ts'
import { censusOf } from '../shared/room/census.ts'
import { show } from '../shared/room/marks.ts'
import type { BodyOf } from '../shared/contract/index.ts'
import type { RoomId } from '../shared/ids.ts'
import type { Fact } from '../shared/log.ts'
import type { BoardArchive } from './boards/archive.ts'
import type { SeatStore } from './auth/seats.ts'
import { anyStaff, type RoomDoor, type RoomRecord, type RoomSummary } from './catalogue/ports.ts'
import type { ClassStore } from './catalogue/classes.ts'
import type { Live } from './live/live.ts'
import type { RoomLog } from './rooms/rooms.ts'

type LiveLog = Awaited<ReturnType<Live['registry']['open']>>['log']

const pageSize = 500

function recordOf(log: LiveLog, close: () => void): RoomRecord {
  async function* facts() {
    for (let after = 0; ; after += pageSize) {
      const page = await log.read({ after, upto: after + pageSize, limit: pageSize })
      yield* show(page, anyStaff)
      if (page.length < pageSize) return
    }
  }
  const fact = async (seq: number, viewer = anyStaff) => {
    const found = await log.read({ after: seq - 1, upto: seq, limit: 1 })
    return show(found, viewer)[0] ?? null
  }
  return { state: log.state, facts, fact, close }
}

/** The live half is made after the doors, because it listens on their server. */
export function roomDoor(live: () => Live): RoomDoor {
  const summary = async (room: RoomId): Promise<RoomSummary> => {
    const hold = await live().registry.open(room)
    const { state, position } = hold.log
    hold.release()
    const { phase, title, startsAt, note } = state.class
    const present = censusOf(state.people).inside
    return { state: phase, title, startsAt, present, note, asOf: position.seq }
  }
  return {
    async command(room, actor, { input, ...call }) {
      await live().rooms.submit(room, { ...call, input: input as never, actor })
    },
    summary,
    async record(room, { fresh } = { fresh: false }) {
      const hold = await live().registry.open(room)
      try {
        if (fresh) await hold.log.sync()
      } catch (error) {
        hold.release()
        throw error
      }
      return recordOf(hold.log, () => {
        hold.release()
      })
    },
    async barred(room, comers) {
      const { registry, clock } = live()
      const hold = await registry.open(room)
      const { log } = hold
      try {
        // Another node may have decided it a moment ago.
        await log.sync()
        const refusals = comers.map((comer) => bannedRefusal(log.state, comer, clock.now()))
        return refusals.find((refusal) => refusal !== null) ?? null
      } finally {
        hold.release()
      }
    },
  }
}

/** What lies on boards, for the doors; made like the rooms. */
export function archiveDoor(live: () => Live): BoardArchive {
  return {
    sight: (room, name, seq) => live().archive.sight(room, name, seq),
    momentsOf: (room, on) => live().archive.momentsOf(room, on),
  }
}

/** Time for several nodes that go at once, and for the leases that were read last. In ms. */
const settling = 1_000

/** A live class that only a lost node had loaded: opening it is enough to find who is gone. */
export function openForsaken(
  {
    registry,
    isSteward,
    onNodeLost,
  }: Pick<Live, 'isSteward' | 'onNodeLost'> & {
    readonly registry: Pick<Live['registry'], 'peek' | 'open'>
  },
  classes: Pick<ClassStore, 'live'>,
  failed: (what: string, error: unknown) => void,
): () => void {
  let waiting: NodeJS.Timeout | null = null
  const look = async () => {
    const forsaken = (await classes.live()).filter((room) => isSteward(room))
    for (const room of forsaken)
      if (registry.peek(room) === null) (await registry.open(room)).release()
  }
  const lookSoon = () => {
    waiting ??= setTimeout(() => {
      waiting = null
      look().catch((error: unknown) => {
        failed('opening the rooms of a lost node', error)
      })
    }, settling)
  }
  const stop = onNodeLost(lookSoon)
  // What this node itself was before it was started anew.
  lookSoon()
  return () => {
    stop()
    if (waiting !== null) clearTimeout(waiting)
  }
}

const mostAppointments = 1_000

/** Who was given another role in class has it at the other doors too. */
async function keepAppointments(
  room: RoomId,
  appointed: readonly Fact[],
  { classes, seats }: CatalogueKeeps,
): Promise<void> {
  for (const { body } of appointed) {
    const { account, participant, role } = body as BodyOf<'people.appointed'>
    if (role === 'guest' || role === 'observer') continue
    if (account === null) await seats.appoint(room, participant, role)
    else await classes.setStaff(room, account, role)
  }
}

/** Of all that were ever made: the log has the last word on everybody it names. */
async function lastAppointments(log: Pick<RoomLog, 'readBack' | 'position'>): Promise<Fact[]> {
  const all = await log.readBack(log.position.seq + 1, ['people.appointed'], mostAppointments)
  const last = new Map<string, Fact>()
  for (const fact of all.toSorted((a, b) => a.seq - b.seq))
    last.set((fact.body as BodyOf<'people.appointed'>).participant, fact)
  return [...last.values()]
}

interface CatalogueKeeps {
  readonly classes: Pick<ClassStore, 'refresh' | 'setStaff'>
  readonly seats: Pick<SeatStore, 'appoint'>
}

/** The life of a class changes by itself too: its row in the catalogue follows, and roles given in class. */
export function catalogueFollows(
  { registry }: Live,
  keeps: CatalogueKeeps,
  failed: (what: string, error: unknown) => void,
): () => void {
  return registry.onOpen((log) => {
    const room = log.id as RoomId
    // One after another, or of two words about one person the first might be the last.
    let keeping = Promise.resolve()
    const keep = (appointed: () => readonly Fact[] | Promise<readonly Fact[]>) => {
      keeping = keeping
        .then(async () => keepAppointments(room, await appointed(), keeps))
        .catch((error: unknown) => {
          failed('keeping a role given in class', error)
        })
    }
    const keepAll = () => {
      keep(() => lastAppointments(log))
    }
    // What could not be kept when it was said, or was said where nobody listened.
    if (log.state.people.size > 0) keepAll()
    log.subscribe(({ before, state, facts, reset }) => {
      const appointed = facts.filter(({ type }) => type === 'people.appointed')
      if (reset) keepAll()
      else if (appointed.length > 0) keep(() => appointed)
      if (!reset && before.class === state.class) return
      keeps.classes.refresh(room).catch((error: unknown) => {
        failed('bringing a class’s row in step', error)
      })
    })
  })
}
