// The hand-written pages against what they speak of: files, headings, settings, commands, and the words
// on buttons. What they say beyond that is for people to check.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en as first } from '../../client/i18n/en.ts'
import { board } from '../../client/i18n/en/board.ts'
import { boardExport } from '../../client/i18n/en/boardExport.ts'
import { boards } from '../../client/i18n/en/boards.ts'
import { encoder } from '../../client/i18n/en/encoder.ts'
import { files } from '../../client/i18n/en/files.ts'
import { inClass } from '../../client/i18n/en/inClass.ts'
import { watching } from '../../client/i18n/en/watching.ts'
import { repository } from '../check/steps.ts'

/** Areas, some of which come in two parts. */
const areas: readonly Readonly<Record<string, string | object>>[] = [
  ...Object.values(first),
  ...Object.values(inClass),
  ...[board, boardExport, boards, files, encoder, watching],
]

const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const withoutCode = (text: string) => text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '')

const pages = ['*.md', 'docs/**/*.md', 'infra/media-worker/README.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: repository }),
)

/** As the usual hosts of repositories make them: lower case, dashes for spaces, letters and digits only. */
function anchorsOf(path: string): string[] {
  const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

function brokenLinks(path: string): string[] {
  const links = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : join(dirname(path), file)
    if (!existsSync(join(repository, target))) return true
    return anchor !== undefined && !anchorsOf(target).includes(anchor)
  })
}

describe.each(pages)('%s', (path) => {
  it('leads somewhere with every link', () => {
    expect(brokenLinks(path)).toEqual([])
  })
})

it('README.md is read in one go', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})

describe('docs/operator.md', () => {
  const page = read('docs/operator.md')

  it('names every variable of .env.example', () => {
    const names = [...read('.env.example').matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !page.includes(`\`${name ?? ''}\``))).toEqual([])
  })

  it('names every command of the command line as it is typed', () => {
    const usages = [...read('server/cli/commands.ts').matchAll(/^ {2}usage: '(.+)',$/gm)].map(
      ([, usage = '']) => usage,
    )
    expect(usages.length).toBeGreaterThan(5)
    expect(usages.filter((usage) => !page.includes(usage))).toEqual([])
  })
})

describe.each(['instructor', 'student', 'moderator'])('docs/%s.md', (name) => {
  const said = new Set(
    areas.flatMap((area) =>
      Object.values(area).flatMap((words) =>
        typeof words === 'string' ? [words] : Object.values(words).map(String),
      ),
    ),
  )

  it('prints in bold what stands on buttons and menus, and nothing else', () => {
    const page = withoutCode(read(`docs/${name}.md`))
    const bold = [...page.matchAll(/\*\*(.+?)\*\*/g)].flatMap(([, words = '']) =>
      words.split(' › '),
    )
    expect(bold.length).toBeGreaterThan(10)
    expect(bold.filter((words) => !said.has(words))).toEqual([])
  })
})
