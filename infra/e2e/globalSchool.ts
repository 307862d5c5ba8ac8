// Vitest's global set-up of the browser tests: one installation for all of them but those that kill it.
import type { TestProject } from 'vitest/node'
import { openSchool, sessionCookie, type School } from './school.ts'

declare module 'vitest' {
  interface ProvidedContext {
    school: { readonly url: string; readonly ownerSession: string }
  }
}

let school: School | null = null

export async function setup(project: TestProject): Promise<void> {
  school = await openSchool()
  const ownerSession = school.owner.cookies.get(sessionCookie) ?? ''
  project.provide('school', { url: school.url, ownerSession })
}

export async function teardown(): Promise<void> {
  await school?.[Symbol.asyncDispose]()
  school = null
}
