// What carries sound goes before whatever else a machine does: a voice that waits is a voice that breaks off.
import { setPriority } from 'node:os'

/** Between −20 and 0, which is usual; what browsers ask for their own sound, too. */
const ahead = -10

/** Where the system allows it: mostly for root, or with CAP_SYS_NICE. `pid` may be that of a thread. */
export function goFirst(pid: number): void {
  try {
    setPriority(pid, ahead)
  } catch {
    // Then it takes its turn like everybody else.
  }
}
