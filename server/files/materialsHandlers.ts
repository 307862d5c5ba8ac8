// Answers the routes of lessons' materials, on the lesson's page and in its classes.
import type { materialsRoutes } from '../../shared/contract/http/materials.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { LessonId, RoomId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import type { SeatStore } from '../auth/seats.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { readLesson } from '../catalogue/catalogueHandlers.ts'
import type { ClassStore } from '../catalogue/classes.ts'
import type { CourseStore } from '../catalogue/courses.ts'
import { readerOf } from '../catalogue/gate.ts'
import type { RoomDoor } from '../catalogue/ports.ts'
import { classOf, type Call, type Handlers } from '../http/handler.ts'
import { looking, servedFrom } from './filesHandlers.ts'
import { takeIn } from './intake.ts'
import type { MaterialStore } from './materials.ts'
import { viewersOf } from './viewers.ts'

interface MaterialsParts {
  readonly materials: MaterialStore
  readonly courses: CourseStore
  readonly classes: Pick<ClassStore, 'get'>
  readonly rooms: Pick<RoomDoor, 'record'>
  readonly seats: Pick<SeatStore, 'of'>
  readonly blobs: Blobs
  /** Bytes of one file. */
  readonly limit: number
}

type Table = typeof materialsRoutes
type Edits = 'materials.add' | 'materials.change' | 'materials.delete' | 'materials.restore'
type Reads = Exclude<keyof Table, Edits>

function edits({ materials, blobs, limit }: MaterialsParts): Handlers<Edits> {
  return {
    'materials.add': async ({ params: { lesson }, query, body }) => {
      await materials.assertRoom(lesson)
      const taken = await takeIn(blobs, body, { name: query.name, limit })
      try {
        await taken.keep()
        return { material: await materials.add(lesson, taken.file) }
      } catch (error) {
        await taken.drop()
        throw error
      }
    },
    'materials.change': async ({ params: { lesson, material }, body }) => ({
      material: await materials.change(lesson, material, body),
    }),
    'materials.delete': async ({ params: { lesson, material } }) => {
      await materials.take(lesson, material)
      return {}
    },
    'materials.restore': async ({ params: { lesson, material } }) => ({
      material: await materials.restore(lesson, material),
    }),
  }
}

function reads(parts: MaterialsParts): Handlers<Reads> {
  const { materials, courses, classes, rooms, seats, blobs, limit } = parts
  const seen = async (lesson: LessonId, call: Call) => {
    await readLesson(courses, lesson, call)
    return lesson
  }
  /** For staff, members of the course, and whoever was let in; not for who waits outside. */
  const seenInClass = async (room: RoomId, call: Call) => {
    if (isStaff(classOf(call).role)) return room
    const { inCourse } = await classes.get(room, readerOf(call))
    if (inCourse) return room
    const inside = await looking(rooms, room, async ({ state }) => {
      const viewers = await viewersOf(seats, { room, state }, call)
      return viewers.length > 0
    })
    if (!inside) throw new LyceumError('forbidden')
    return room
  }
  return {
    'materials.list': async ({ params }, call) => ({
      materials: await materials.list(await seen(params.lesson, call)),
      limit,
    }),
    'materials.ofClass': async ({ params }, call) => ({
      materials: await materials.ofClass(await seenInClass(params.room, call)),
    }),
    'materials.get': async ({ params }, call) => {
      const lesson = await seen(params.lesson, call)
      return servedFrom(blobs, await materials.find(lesson, params.material), 'whole')
    },
    'materials.thumbnail': async ({ params }, call) => {
      const lesson = await seen(params.lesson, call)
      return servedFrom(blobs, await materials.find(lesson, params.material), 'thumbnail')
    },
    'materials.getInClass': async ({ params }, call) => {
      const room = await seenInClass(params.room, call)
      return servedFrom(blobs, await materials.findInClass(room, params.material), 'whole')
    },
    'materials.thumbnailInClass': async ({ params }, call) => {
      const room = await seenInClass(params.room, call)
      return servedFrom(blobs, await materials.findInClass(room, params.material), 'thumbnail')
    },
  }
}

export function materialsHandlers(parts: MaterialsParts): Handlers<keyof Table> {
  return { ...edits(parts), ...reads(parts) }
}
