// Materials of a lesson: files that staff puts there, for whoever is in the course and whoever is in one of
// the lesson's classes.
import { z } from 'zod'
import { fileShown } from '../files.ts'
import { id } from '../fields.ts'
import { keptFile, route, upload } from './define.ts'
import { empty, lesson, room } from './entities.ts'
import { fileName } from './files.ts'

const { name, type, size, width, height } = fileShown.shape
const material = id<'material'>()
export const materialEntry = z.object({
  id: material,
  position: z.int(),
  ...{ name, type, size, width, height },
})
export type MaterialEntry = z.output<typeof materialEntry>

const onLesson = z.object({ lesson })
const onMaterial = z.object({ lesson, material })
const inClass = z.object({ room, material })
const edited = { access: { course: 'course.teach' }, rate: 'write' } as const
const kept = { response: keptFile, produces: 'file', rate: 'file' } as const
const one = z.object({ material: materialEntry })

export const materialsRoutes = {
  'materials.list': route({
    method: 'GET',
    path: '/api/lessons/:lesson/materials',
    summary: 'The materials of a lesson, in order.',
    params: onLesson,
    response: z.object({
      materials: z.array(materialEntry),
      /** Bytes that one file may have. */
      limit: z.int(),
    }),
    access: { course: 'course.see' },
    rate: 'read',
  }),
  'materials.ofClass': route({
    method: 'GET',
    path: '/api/classes/:room/materials',
    summary:
      'The materials of a class’s lesson, for members of the course and whoever was let in; none where it has no lesson.',
    params: z.object({ room }),
    response: z.object({ materials: z.array(materialEntry) }),
    access: { class: 'class.see' },
    rate: 'read',
  }),
  'materials.add': route({
    method: 'POST',
    path: '/api/lessons/:lesson/materials',
    summary:
      'Adds a file, after the others: its bytes are the body. Checked like files in a class, and refused with the same reasons, or `materials-many`.',
    params: onLesson,
    query: z.object({ name: fileName }),
    body: upload,
    consumes: 'bytes',
    response: one,
    access: { course: 'course.teach' },
    rate: 'upload',
  }),
  'materials.change': route({
    method: 'PATCH',
    path: '/api/lessons/:lesson/materials/:material',
    summary: 'Gives a file another name, which keeps its ending, or another place.',
    params: onMaterial,
    body: z.object({
      name: fileName.optional(),
      /** From 0; the others make room. */
      position: z.int().min(0).max(10_000).optional(),
    }),
    response: one,
    ...edited,
  }),
  'materials.delete': route({
    method: 'DELETE',
    path: '/api/lessons/:lesson/materials/:material',
    summary: 'Takes a file away. It can be put back for a day.',
    params: onMaterial,
    response: empty,
    ...edited,
  }),
  'materials.restore': route({
    method: 'POST',
    path: '/api/lessons/:lesson/materials/:material/restore',
    summary: 'Puts a file back that was taken away, at its place.',
    params: onMaterial,
    body: empty,
    response: one,
    ...edited,
  }),
  'materials.get': route({
    method: 'GET',
    path: '/api/lessons/:lesson/materials/:material/file',
    summary: 'A material of a lesson, as a download.',
    params: onMaterial,
    access: { course: 'course.see' },
    ...kept,
  }),
  'materials.thumbnail': route({
    method: 'GET',
    path: '/api/lessons/:lesson/materials/:material/thumbnail',
    summary: 'A small picture of a picture, as WebP.',
    params: onMaterial,
    access: { course: 'course.see' },
    ...kept,
  }),
  'materials.getInClass': route({
    method: 'GET',
    path: '/api/classes/:room/materials/:material/file',
    summary: 'A material of a class’s lesson, as a download.',
    params: inClass,
    access: { class: 'class.see' },
    ...kept,
  }),
  'materials.thumbnailInClass': route({
    method: 'GET',
    path: '/api/classes/:room/materials/:material/thumbnail',
    summary: 'A small picture of a picture among a class’s materials, as WebP.',
    params: inClass,
    access: { class: 'class.see' },
    ...kept,
  }),
}
