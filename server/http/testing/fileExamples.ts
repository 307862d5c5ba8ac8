// Examples of the routes of files: in chats, of lessons, on boards, and boards themselves.
import type { boardsRoutes } from '../../../shared/contract/http/boards.ts'
import type { filesRoutes } from '../../../shared/contract/http/files.ts'
import type { materialsRoutes } from '../../../shared/contract/http/materials.ts'
import type { slidesRoutes } from '../../../shared/contract/http/slides.ts'
import type { templatesRoutes } from '../../../shared/contract/http/templates.ts'
import { onLesson, onRoom, type ExamplesOf } from './example.ts'
import type { Scene } from './scene.ts'

/** Whatever a test sends as a body is text, and so is this file. */
const bytes = (text: string) => text as never

async function ownMaterial(scene: Scene) {
  const body = bytes('Read this.')
  const order = { params: onLesson(scene), query: { name: 'reader.txt' }, body }
  const { material } = await scene.browsers.teacher.call('materials.add', order)
  return { params: { ...onLesson(scene), material: material.id } }
}

const aBoard = { format: 'lyceum-board', version: 1 } as never

async function ownTemplate(scene: Scene) {
  const body = aBoard
  const { template } = await scene.browsers.teacher.call('templates.add', {
    query: { title: 'Waves' },
    body,
  })
  return { params: { template: template.id } }
}

const keeping: ExamplesOf<typeof templatesRoutes> = {
  'templates.list': { as: 'teacher', input: () => ({}) },
  'templates.add': {
    as: 'teacher',
    input: () => ({
      query: { title: 'Waves' },
      body: aBoard,
    }),
  },
  'templates.delete': { as: 'teacher', input: ownTemplate },
  'templates.restore': {
    as: 'teacher',
    input: async (scene) => ({ ...(await ownTemplate(scene)), body: {} }),
  },
  'templates.get': { as: 'teacher', input: ownTemplate },
}

const noFile = '01890000-0000-7000-8000-000000000000' as never

/** What there is to have in a class is told by its log, which this scene's rooms do not have. */
const onNoFile = (scene: Scene) => ({
  params: { ...onRoom(scene), file: noFile },
  query: { message: 1 },
})

const onBoards: ExamplesOf<typeof boardsRoutes> = {
  'boards.layer': {
    as: 'student',
    input: (scene) => ({
      params: { ...onRoom(scene), layer: [noFile, noFile, 'shared', 0].join(':') },
      query: {},
    }),
  },
  'boards.past': {
    as: 'teacher',
    input: (scene) => ({ params: { ...onRoom(scene), board: noFile, page: noFile } }),
  },
}

const filing: ExamplesOf<typeof filesRoutes & typeof materialsRoutes & typeof slidesRoutes> = {
  'slides.send': {
    as: 'nobody',
    input: (scene) => ({ params: onRoom(scene), query: { name: 'a.pdf' }, body: bytes('%PDF-') }),
  },
  'slides.progress': {
    as: 'student',
    input: (scene) => ({ params: { ...onRoom(scene), slides: noFile } }),
  },
  'files.send': {
    as: 'nobody',
    input: (scene) => ({ params: onRoom(scene), query: { name: 'a.txt' }, body: bytes('Hello') }),
  },
  'files.get': { as: 'student', input: onNoFile },
  'files.onBoard': {
    as: 'student',
    input: (scene) => ({ params: { ...onRoom(scene), file: noFile } }),
  },
  'files.thumbnail': { as: 'student', input: onNoFile },
  'materials.list': { as: 'student', input: (scene) => ({ params: onLesson(scene) }) },
  'materials.ofClass': { as: 'student', input: (scene) => ({ params: onRoom(scene) }) },
  'materials.add': {
    as: 'teacher',
    input: (scene) => ({
      params: onLesson(scene),
      query: { name: 'notes.txt' },
      body: bytes('Read this.'),
    }),
  },
  'materials.change': {
    as: 'teacher',
    input: async (scene) => ({ ...(await ownMaterial(scene)), body: { name: 'To read' } }),
  },
  'materials.delete': { as: 'teacher', input: ownMaterial },
  'materials.restore': {
    as: 'teacher',
    input: async (scene) => {
      const { params } = await ownMaterial(scene)
      await scene.browsers.teacher.call('materials.delete', { params })
      return { params, body: {} }
    },
  },
  'materials.get': { as: 'student', input: ownMaterial },
  'materials.thumbnail': { as: 'student', input: ownMaterial },
  'materials.getInClass': {
    as: 'student',
    input: async (scene) => {
      const { material } = (await ownMaterial(scene)).params
      return { params: { ...onRoom(scene), material } }
    },
  },
  'materials.thumbnailInClass': {
    as: 'student',
    input: async (scene) => {
      const { material } = (await ownMaterial(scene)).params
      return { params: { ...onRoom(scene), material } }
    },
  },
}

type Table = typeof filesRoutes &
  typeof materialsRoutes &
  typeof slidesRoutes &
  typeof templatesRoutes &
  typeof boardsRoutes

export const fileExamples: ExamplesOf<Table> = { ...filing, ...keeping, ...onBoards }
