// Turns the environment into one frozen value: where the database and the blobs are. The only place of
// the command line that reads it.
import { join } from 'node:path'
import { z } from 'zod'

const filled = z.string().min(1)

const environment = z.object({
  DATABASE_URL: filled,
  LYCEUM_DATA: filled.optional(),
  BLOBS_DIR: filled.optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:7700'),
})

export interface CliConfig {
  readonly database: string
  readonly blobs: string | null
  /** Without a slash at its end. */
  readonly publicUrl: string
}

export function readConfig(
  env: Record<string, string | undefined> = process.env,
): Readonly<CliConfig> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new Error(`configuration: ${z.prettifyError(parsed.error)}`)
  const { DATABASE_URL, LYCEUM_DATA, BLOBS_DIR, PUBLIC_URL } = parsed.data
  const besideData = LYCEUM_DATA === undefined ? null : join(LYCEUM_DATA, 'blobs')
  return Object.freeze({
    database: DATABASE_URL,
    blobs: BLOBS_DIR ?? besideData,
    publicUrl: PUBLIC_URL.replace(/\/$/, ''),
  })
}
