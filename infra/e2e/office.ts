// The installation that all browser tests share, for those that leave it as they found it.
import { inject } from 'vitest'
import { Browser as Caller } from '../../server/http/testing/site.ts'
import './globalSchool.ts'
import { Office, sessionCookie } from './school.ts'

export function sharedOffice(): Office {
  const { url, ownerSession } = inject('school')
  const owner = new Caller(url)
  owner.cookies.set(sessionCookie, ownerSession)
  return new Office(url, owner)
}
