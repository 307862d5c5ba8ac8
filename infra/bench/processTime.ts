// How much processor time processes have used, as Linux counts it.
import { readFile } from 'node:fs/promises'

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: in hundredths of a second on every Linux. */
const ticksPerMs = 0.1

async function one(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may hold spaces; user and system time are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerMs
}

/** Milliseconds of processor time since the processes started, together. */
export async function processMs(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(one))
  return each.reduce((sum, ms) => sum + ms, 0)
}
