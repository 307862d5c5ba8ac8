// People as lines of text, as the server's import reads and answers them. Pure.
import type { OutputOf } from '../../../shared/contract/http/routes.ts'
import type { CourseRole } from '../../../shared/roles.ts'

export interface People {
  readonly format: 'lines' | 'csv'
  readonly text: string
  readonly role: CourseRole
}

export type ImportAnswer = OutputOf<'members.import'>
export type ImportedLine = ImportAnswer['lines'][number]

/** `Ada Lovelace <ada@example.org>`; marks that would end the name early are left out. */
export function lineOf(name: string, login: string): string {
  const clean = name.replace(/[<>\r\n]/g, ' ').trim()
  return clean === '' ? login.trim() : `${clean} <${login.trim()}>`
}

/** Every new account with its link, to be pasted into a mail or a sheet. */
export function linksOf(lines: readonly ImportedLine[]): string {
  return lines
    .flatMap(({ name, login, link }) =>
      link === null ? [] : [`${name ?? ''}\t${login ?? ''}\t${link.url}`],
    )
    .join('\n')
}
