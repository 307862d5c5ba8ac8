// Notices that npm, which started us, was killed: it tells nobody then, and the system only gives us,
// or the shell between, another parent. Without npm nothing is watched: whoever starts us by hand may
// well go away.
import { readFileSync } from 'node:fs'

const INTERVAL = 500

/**
 * @param {() => void} then called once when npm is gone
 */
export function onOrphaned(then) {
  if (!process.env.npm_lifecycle_event) return
  const before = ancestors()
  const timer = setInterval(() => {
    if (ancestors() === before) return
    clearInterval(timer)
    then()
  }, INTERVAL)
  timer.unref()
}

/** Our parent, and its parent where our parent is the shell through which npm runs scripts. */
function ancestors() {
  const parent = process.ppid
  try {
    // "pid (name) state parent …"
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
    const [, name, grandparent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? []
    return /^(ba|da)?sh$/.test(name ?? '') ? `${parent} ${grandparent}` : `${parent}`
  } catch {
    return `${parent}`
  }
}
