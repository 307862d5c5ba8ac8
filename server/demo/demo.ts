// A class in progress for whoever tries Lyceum out on one machine: a teacher of pixels with picture and
// sound, a few students, some history. It is an ordinary class made through the ordinary ways.
import type { InviteStore } from '../catalogue/invites.ts'
import { nobody, type ClassStore } from '../catalogue/classes.ts'
import type { CourseStore } from '../catalogue/courses.ts'
import {
  newId,
  type Incarnation,
  type LessonId,
  type ParticipantId,
  type RoomId,
  type SessionId,
} from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import { sourcesOf } from '../../shared/room/sources.ts'
import type { AccountStore } from '../auth/accounts.ts'
import type { Live } from '../live/live.ts'
import type { RoomLog } from '../rooms/rooms.ts'
import type { MediaPlane } from '../media/plane.ts'
import { opening, teacher, type Figure } from './script.ts'

export interface Demo {
  readonly instructor: string
  readonly student: string
}

export interface DemoParts {
  readonly accounts: AccountStore
  readonly courses: CourseStore
  readonly classes: ClassStore
  readonly invites: InviteStore
  readonly live: Live
  readonly plane: MediaPlane
  readonly incarnation: () => Incarnation
  readonly playable: boolean
  readonly failed: (what: string, error: unknown) => void
}

const login = 'demo'
const file = 'picture.webm'

/** The seats of the cast in this run; a restart is a new class. */
interface Cast {
  readonly room: RoomId
  readonly seats: ReadonlyMap<Figure, ParticipantId>
}

/** The class of an earlier start goes on, so that whoever is in it when the server is killed is back. */
async function earlier({ classes }: DemoParts, lesson: LessonId): Promise<RoomId | null> {
  const known = await classes.ofLesson(lesson, nobody)
  return known.findLast(({ class: { state } }) => state === 'live')?.class.room ?? null
}

async function place(parts: DemoParts): Promise<{ room: RoomId; fresh: boolean }> {
  const { accounts, courses, classes } = parts
  const host =
    (await accounts.create({ login, name: teacher.name, teaches: true })) ??
    (await accounts.byLogin(login))
  if (host === null) throw new Error('The demonstration’s account could not be made')
  const known = await courses.courses({ account: host.id, all: false })
  const course =
    known.find(({ title }) => title === opening.course) ??
    (await courses.createCourse({ title: opening.course, program: null, instructor: host.id }))
  const lessons = await courses.lessons(course.id)
  const lesson =
    lessons.find(({ title }) => title === opening.lesson) ??
    (await courses.createLesson({ course: course.id, module: null, title: opening.lesson }))
  const running = await earlier(parts, lesson.id)
  if (running !== null) return { room: running, fresh: false }
  const plan = { title: opening.lesson, host: host.id, lesson: lesson.id }
  const room = await classes.create({ ...plan, startsAt: null, duration: null, zone: null })
  if (room === null) throw new Error('The demonstration’s class could not be made')
  return { room, fresh: true }
}

interface Seat {
  readonly participant: ParticipantId
  readonly session: SessionId
}

/** Again after this node was taken for lost, or the seat would have no connection for ever. */
async function arrive(
  { live, incarnation }: DemoParts,
  room: RoomId,
  seat: Seat & Pick<Figure, 'name' | 'role'>,
): Promise<void> {
  const origin = { account: null, invite: null, mark: null, member: true }
  const input = { ...seat, ...origin, incarnation: incarnation(), device: 'desktop' } as const
  await live.rooms.submit(room, { name: 'people.join', input, actor: 'system' })
}

/** Comes back to the seat of an earlier start, if there was one. */
async function enter(parts: DemoParts, log: RoomLog, { name, role }: Figure): Promise<Seat> {
  const known = log.state.people.find((person) => person.name === name && person.role === role)
  const participant = known?.participant ?? newId<'participant'>()
  const seat = { participant, session: newId<'session'>() }
  await arrive(parts, log.id as RoomId, { ...seat, name, role })
  return seat
}

async function tellHistory({ live }: DemoParts, { room, seats }: Cast): Promise<void> {
  for (const { who, say, raise } of opening.history) {
    const actor = seats.get(who)
    if (actor === undefined) continue
    if (say !== undefined)
      await live.rooms.submit(room, {
        name: 'chat.say',
        input: { text: say, replyTo: null },
        actor,
      })
    if (raise === true) await live.rooms.submit(room, { name: 'hands.raise', input: {}, actor })
  }
}

/** The file goes through the sfu like anybody’s camera and microphone. */
async function play({ live, plane }: DemoParts, room: RoomId, seat: Seat): Promise<void> {
  // What an earlier run of this server left playing.
  await plane.leave({ room, participant: seat.participant })
  const camera = newId<'source'>()
  const microphone = newId<'source'>()
  const where = await plane.play({ room, ...seat, file, camera, microphone, stage: [] })
  for (const [source, kind] of [
    [camera, 'camera'],
    [microphone, 'microphone'],
  ] as const)
    await live.rooms.submit(room, {
      name: 'sources.open',
      input: { ...seat, source, kind, paused: false, ...where },
      actor: 'system',
    })
}

interface Playing {
  readonly parts: DemoParts
  readonly log: RoomLog
  readonly host: ParticipantId
  readonly start: () => Promise<void>
}

/** So long after a try that failed. In ms. */
const again = 2_000

/** Plays whenever the class is live and the teacher has no picture: at first, after a lost worker, after a reopening. */
function keepPlaying({ parts, log, host, start }: Playing): () => void {
  let busy = false
  let retry: NodeJS.Timeout | undefined
  const check = () => {
    const { class: life, sources } = log.state
    if (busy || life.phase !== 'live' || sourcesOf(sources, host).length > 0) return
    busy = true
    start()
      .catch((error: unknown) => {
        parts.failed('playing the demonstration’s picture', error)
      })
      .finally(() => {
        busy = false
        retry = setTimeout(check, again)
      })
  }
  const stop = log.subscribe(check)
  check()
  return () => {
    stop()
    clearTimeout(retry)
  }
}

async function links({ invites }: DemoParts, room: RoomId): Promise<Demo> {
  const known = await invites.list(room)
  const link = async (role: Role) => {
    const open = known.find((invite) => invite.role === role && !invite.revoked)
    return (open ?? (await invites.make({ room, role, by: null, expiresAt: null }))).url
  }
  return { instructor: await link('instructor'), student: await link('student') }
}

export async function openDemo(parts: DemoParts): Promise<{ demo: Demo; close: () => void }> {
  const { live } = parts
  const { room, fresh } = await place(parts)
  // Held for as long as the server runs, or a minute without visitors would unload it.
  const hold = await live.registry.open(room)
  if (fresh) await live.rooms.submit(room, { name: 'class.start', input: {}, actor: 'system' })
  const seats = new Map<Figure, ParticipantId>()
  const host = await enter(parts, hold.log, teacher)
  seats.set(teacher, host.participant)
  for (const student of opening.students)
    seats.set(student, (await enter(parts, hold.log, student)).participant)
  if (fresh) await tellHistory(parts, { room, seats })
  // A figure has no connection: without this it would count as lost, and what it plays would end.
  const seat = { room, ...host, incarnation: parts.incarnation() }
  const giveUp = live.keepSeat(seat)
  const start = async () => {
    const { name, role } = teacher
    await arrive(parts, room, { ...host, name, role })
    await play(parts, room, host)
  }
  const stop = parts.playable
    ? keepPlaying({ parts, log: hold.log, host: host.participant, start })
    : () => undefined
  return {
    demo: await links(parts, room),
    close: () => {
      stop()
      giveUp()
      hold.release()
    },
  }
}
