// What carries sound goes before whatever else a machine does: a voice that waits is a voice that breaks off.
import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Between −20 and 0, which is usual; browsers ask for as much for their own sound. */
const ahead = -10

function attempt(change: () => void): void {
  try {
    change()
  } catch {
    // Only root and who has CAP_SYS_NICE may; everybody else takes turns.
  }
}

/** A process, or a thread by its number. */
export function goFirst(pid: number): void {
  attempt(() => setPriority(pid, ahead))
  // Linux weighs sessions first where it groups by them (sched(7), "The autogroup feature").
  attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(ahead)))
}
