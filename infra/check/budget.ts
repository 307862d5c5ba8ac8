// The budget of the client's script: builds it as it ships and adds up what a browser fetches,
// compressed as the server sends it. 120 KB on any page before joining, 300 KB in class, and beside that 60 KB for the
// board and 130 KB for a broadcast with its player, each when it is first needed.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { z } from 'zod'
import { filesOf, type Manifest } from './manifest.ts'
import { repository } from './steps.ts'

const pageLimit = 120
const classLimit = 300
/** The board until the first stroke, before what it fetches when that stands: other tools, slides, exports. */
const boardLimit = 60
/** What shows a broadcast, and what an encoder is set up with; most of it is the library that plays. */
const broadcastLimit = 130

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    dynamicImports: z.array(z.string()).optional(),
  }),
)

const folder = join(repository, 'node_modules/.cache/budget')

async function kilobytes(files: readonly string[]): Promise<number> {
  const sizes = files.map(async (file) => (await readFile(join(folder, `${file}.br`))).length)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000
}

async function readManifest(): Promise<Manifest> {
  await build({
    root: join(repository, 'client'),
    configFile: join(repository, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  })
  const text = await readFile(join(folder, '.vite/manifest.json'), 'utf8')
  return manifestSchema.parse(JSON.parse(text))
}

/** The page itself, in the language that is not built in. */
const shared = ['index.html', 'i18n/de.ts']

const manifest = await readManifest()
const pages = Object.keys(manifest).filter((name) => /^pages\/.*Page\.svelte$/.test(name))
/** What comes with the page of a class before one has joined. */
const greenRoom = Object.keys(manifest).filter((name) => name.startsWith('greenroom/'))
const inClass = 'pages/ClassPage.svelte'
/** Fetched when a board is first looked at. */
const board = 'features/board/BoardView.svelte'
/** Fetched when there is a broadcast, or one is about to be. */
const broadcast = Object.keys(manifest).filter((name) =>
  /^(features\/broadcast\/|i18n\/de\/(watching|encoder)\.ts)/.test(name),
)
/** Of texts that are fetched in one language, the longer one is counted. */
const boardTexts = 'i18n/de/board.ts'
const otherLanguage = Object.keys(manifest).filter((name) => name.startsWith('i18n/en/'))
const notFetched = Object.fromEntries(otherLanguage.map((name) => [name, { file: '' }]))
const none = { file: '' }
const noBroadcast = {
  ...notFetched,
  ...Object.fromEntries(broadcast.map((name) => [name, none])),
}
const noBoard = { ...noBroadcast, [board]: none, [boardTexts]: none }
/** What the board fetches later, such as slides, does not come with it. */
const features = new Set(
  Object.keys(manifest).flatMap((name) => /^features\/(?!board\/)\w+\//.exec(name)?.[0] ?? []),
)
const opened = ['pages/ClassPage', 'classroom/', ...features]
const everything = filesOf(
  { ...manifest, ...notFetched },
  [...shared, inClass, ...broadcast],
  opened,
)
const wholeClass = filesOf({ ...manifest, ...noBroadcast }, [...shared, inClass], opened)
const withoutBoard = filesOf({ ...manifest, ...noBoard }, [...shared, inClass], opened)
const budgets = [
  ...pages.map((name) => ({
    name,
    limit: pageLimit,
    files: filesOf(manifest, [...shared, name, ...(name === inClass ? greenRoom : [])]),
  })),
  {
    name: 'in class, everything opened but a board and a broadcast',
    limit: classLimit,
    files: withoutBoard,
  },
  {
    name: 'a board beside that',
    limit: boardLimit,
    files: wholeClass.filter((file) => !withoutBoard.includes(file)),
  },
  {
    name: 'a broadcast beside that',
    limit: broadcastLimit,
    files: everything.filter((file) => !wholeClass.includes(file)),
  },
]
for (const { name, limit, files } of budgets) {
  const size = await kilobytes(files)
  if (size > limit) process.exitCode = 1
  console.info(`${size > limit ? '✗' : '✓'} ${size.toFixed(1)} of ${limit} KB  ${name}`)
}
