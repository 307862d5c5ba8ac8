// Vitest's global set-up of the projects that need PostgreSQL: one server for the whole run. With
// LYCEUM_TEST_DATABASE_URL a server that is there already serves instead.
import type { TestProject } from 'vitest/node'
import { startPostgres, type PostgresServer } from './postgresServer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

const variable = 'LYCEUM_TEST_DATABASE_URL'

let started: PostgresServer | null = null

export async function setup(project: TestProject): Promise<void> {
  if (process.env[variable] === undefined) {
    started = await startPostgres()
    process.env[variable] = started.url
  }
  project.provide('postgresUrl', process.env[variable])
}

export async function teardown(): Promise<void> {
  await started?.[Symbol.asyncDispose]()
  started = null
}
