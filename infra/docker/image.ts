// What stands in the Dockerfile and in compose.yaml, read for a test: no engine is needed to lay out the
// files of the image, or to start a service's command with its settings.
import { cp, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { repository } from '../check/steps.ts'

const here = import.meta.dirname

/** What the last stage copies from the checkout, without what the build leaves out. */
export async function layOut(folder: string): Promise<void> {
  const [last = ''] = (await readFile(join(here, 'Dockerfile'), 'utf8')).split(/^FROM /m).slice(-1)
  const copies = [...last.matchAll(/^COPY (?!--)(\S+) (\S+)$/gm)]
  if (copies.length === 0) throw new Error('the Dockerfile copies nothing')
  const ignored = (await readFile(join(here, 'Dockerfile.dockerignore'), 'utf8')).split('\n')
  const patterns = ignored.filter((line) => line.startsWith('**/')).map((line) => line.slice(3))
  const isLeftOut = (path: string) =>
    patterns.some((pattern) =>
      pattern.startsWith('*') ? path.endsWith(pattern.slice(1)) : basename(path) === pattern,
    )
  for (const [, from = '', to = ''] of copies)
    await cp(join(repository, from), join(folder, to === './' ? from : to), {
      recursive: true,
      filter: (path) => !isLeftOut(path),
    })
}

export interface ComposedService {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** As `docker compose` would have it, with every variable filled in. */
export async function composed(
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<ComposedService> {
  const text = await readFile(join(here, 'compose.yaml'), 'utf8')
  const block = (start: RegExp) => {
    const [, found] = start.exec(text) ?? []
    if (found === undefined) throw new Error(`compose.yaml has no ${start.source}`)
    return found
  }
  const own = block(new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n)+)`, 'm'))
  const anchor = /<<: \*(\S+)/.exec(own)?.[1] ?? ''
  const shared = block(new RegExp(`^x-${anchor}: &${anchor}\\n((?:  .*\\n)+)`, 'm'))
  const command = /^ +command: \[(.*)\]$/m.exec(own) ?? /^ +command: \[(.*)\]$/m.exec(shared)
  const lines = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(own)?.[1] ?? ''
  const filled = (value: string) =>
    value.replace(/^'(.*)'$/, '$1').replace(/\$\{(\w+):\?\}/g, (_, key: string) => {
      const given = variables[key]
      if (given === undefined) throw new Error(`compose.yaml asks for ${key}`)
      return given
    })
  const environment = [...lines.matchAll(/^ {6}(\w+): (.+)$/gm)].map(([, key = '', value = '']) => [
    key,
    filled(value),
  ])
  return {
    command: (command?.[1] ?? '').split(', '),
    environment: Object.fromEntries(environment) as Record<string, string>,
  }
}
