// What a file is sent under, and what it can be used for. Pure.
import { fileLimits } from '../../../shared/contract/fileLimits.ts'
import type { FileShown } from '../../../shared/contract/files.ts'

/** What is pasted may have no name, and some are longer than anybody reads: the ending is what counts. */
export function nameOf({ name }: Pick<File, 'name'>): string {
  const given = name.trim() === '' ? 'file' : name.trim()
  const letters = Array.from(given)
  if (letters.length <= fileLimits.name) return given
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(given)?.[0] ?? ''
  return letters.slice(0, fileLimits.name - ending.length).join('') + ending
}

/** Whether boards can show it: pictures have sides. */
export function isSlides({ type, width }: Pick<FileShown, 'type' | 'width'>): boolean {
  return type === 'application/pdf' || width !== null
}
