// The first thing every npm script runs, on whatever Node the machine has (18 or newer), with
// nothing installed: brings node_modules in line with the lockfile, finds Node 24, and hands over to
// main.ts with it.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onOrphaned } from './orphan.mjs'

const NEEDED = 24
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const main = join(root, 'infra', 'setup', 'main.ts')
const stamp = join(root, 'node_modules', '.lyceum-installed')

function fail(message) {
  console.error(message)
  process.exit(1)
}

/** The lockfile and the system it was installed for. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256')
    .update(lock)
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
}

function stamped() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null
}

function listed(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}

/** Did somebody's own `npm install` already bring what the lockfile says? npm keeps a list of it. */
function installedByHand() {
  const there = listed(join(root, 'node_modules', '.package-lock.json'))
  return Object.entries(listed(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path !== '' && !entry.optional)
    .every(([path, entry]) => there[path]?.version === entry.version)
}

function install() {
  const hash = wanted()
  if (stamped() === hash) return
  if (!installedByHand() || findNode() === null) {
    console.log('Installing the packages of package-lock.json (npm ci, about a minute) …')
    const started = Date.now()
    // The npm that started us, or the one in the path. Everything is needed: the client is built here.
    const npm = /npm-cli\.c?js$/.test(process.env.npm_execpath ?? '')
      ? [process.execPath, process.env.npm_execpath]
      : ['npm']
    const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit']
    const [command, ...args] = [...npm, ...flags, '--no-fund', '--loglevel=error']
    const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
    if (error) fail(`npm could not be run: ${error.message}`)
    if (status !== 0) fail(`The packages could not be installed; see above, then run: npm ci`)
    console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  }
  writeFileSync(stamp, hash)
}

/** The machine's own Node when it is new enough, else the pinned one of the lockfile, else null. */
function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const pinned = join(root, 'node_modules', name, 'bin', 'node')
  return existsSync(pinned) ? pinned : null
}

/** Runs main.ts with another Node and ends as it ends. */
function handOver(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  onOrphaned(() => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

install()
const node = findNode()
if (node === null) {
  fail(
    `Lyceum needs Node ${NEEDED} or newer; this is ${process.version}, and there is no ready one for ` +
      `${process.platform} on ${process.arch}.\nInstall it from https://nodejs.org, or with: ` +
      `npx --yes node@${NEEDED} infra/setup/run.mjs ${process.argv.slice(2).join(' ')}`,
  )
} else {
  process.env.PATH = `${dirname(node)}:${process.env.PATH ?? ''}`
  if (node === process.execPath) await import(pathToFileURL(main).href)
  else handOver(node)
}
