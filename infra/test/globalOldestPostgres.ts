// Vitest's global set-up of the project that repeats the tests of SQL on the oldest PostgreSQL.
import type { TestProject } from 'vitest/node'
import { oldestPostgres } from './oldestPostgres.ts'
import { startPostgres, type PostgresServer } from './postgresServer.ts'

let started: PostgresServer | null = null

export async function setup(project: TestProject): Promise<void> {
  if (oldestPostgres === null) throw new Error('there is no PostgreSQL 15 here')
  started = await startPostgres({ named: oldestPostgres })
  project.provide('postgresUrl', started.url)
}

export async function teardown(): Promise<void> {
  await started?.[Symbol.asyncDispose]()
  started = null
}
