// Finishes index.html: preloads the font, and adds the script that runs before the modules arrive.
// It is a file and not inline, because the pages' security policy allows no inline script.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Plugin, Rolldown } from 'vite'

type FilesByLanguage = Readonly<Record<string, readonly string[]>>

interface Preloads {
  readonly classroom: readonly string[]
  /** Needed once inside. */
  readonly inside: readonly string[]
  readonly languages: FilesByLanguage
  readonly insideLanguages: FilesByLanguage
}

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

const chunksOf = (bundle: Bundle): Chunk[] =>
  Object.values(bundle).filter((file) => file.type === 'chunk')

function withImports(bundle: Bundle, entry: Chunk | undefined): Set<string> {
  const files = new Set<string>()
  const visit = (chunk: Bundle[string] | undefined): void => {
    if (chunk?.type !== 'chunk' || files.has(chunk.fileName)) return
    files.add(chunk.fileName)
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css)
    for (const name of chunk.imports) visit(bundle[name])
  }
  visit(entry)
  return files
}

function preloadsOf(bundle: Bundle): Preloads {
  const chunks = chunksOf(bundle)
  const inPage = withImports(
    bundle,
    chunks.find((chunk) => chunk.isEntry),
  )
  const beyondPage = (module: RegExp): string[] => {
    const entry = chunks.find((chunk) => module.test(chunk.facadeModuleId ?? ''))
    return [...withImports(bundle, entry)].filter((file) => !inPage.has(file))
  }
  const classroom = beyondPage(/pages\/ClassPage\.svelte$/)
  const inside = [
    ...beyondPage(/classroom\/openClass\.ts$/),
    ...beyondPage(/mediasoup-client\/lib\/index\.js$/),
    ...beyondPage(/classroom\/ClassView\.svelte$/),
  ].filter((file) => !classroom.includes(file))
  return {
    classroom: [...new Set(classroom)],
    inside: [...new Set(inside)],
    languages: { de: beyondPage(/i18n\/de\.ts$/) },
    insideLanguages: {
      en: beyondPage(/i18n\/en\/inClass\.ts$/),
      de: beyondPage(/i18n\/de\/inClass\.ts$/),
    },
  }
}

function headOf(bundle: Bundle, script: string): string {
  const font = Object.keys(bundle).find((file) => /figtree-latin-wght-normal.*\.woff2$/.test(file))
  const preload =
    font === undefined
      ? ''
      : `<link rel="preload" href="/${font}" as="font" type="font/woff2" crossorigin />`
  return `<script src="/${script}"></script>${preload}`
}

export function early(): Plugin {
  return {
    name: 'lyceum:early',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        const script = await readFile(new URL('early.js', import.meta.url), 'utf8')
        const source = `${script}early(${JSON.stringify(preloadsOf(bundle))})\n`
        const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
        const fileName = `assets/early-${hash}.js`
        this.emitFile({ type: 'asset', fileName, source })
        page.source = String(page.source).replace('<!-- early -->', headOf(bundle, fileName))
      },
    },
  }
}
