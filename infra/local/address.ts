// The address of the last run, kept in the data folder for the command line tool, whose links must lead there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = (data: string): string => join(data, 'address')

export function rememberAddress(data: string, publicUrl: string): void {
  writeFileSync(file(data), `${publicUrl}\n`)
}

export const lastAddress = (data: string): string | null =>
  existsSync(file(data)) ? readFileSync(file(data), 'utf8').trim() : null
