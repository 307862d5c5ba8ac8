// Puts into the client what pdf.js fetches for some documents only: encodings of Chinese, Japanese and Korean
// fonts, the fonts that every reader has, and decoders of rare pictures.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/** The decoders as script: as WebAssembly the pages' security policy would not let them run. */
const folders = { cmaps: /\.bcmap$/, standard_fonts: /\.(pfb|ttf)$/, wasm: /_fallback\.js$/ }

export function pdfParts(): Plugin {
  const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json')
  return {
    name: 'lyceum:pdf-parts',
    apply: 'build',
    async generateBundle() {
      const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
      for (const [folder, wanted] of Object.entries(folders)) {
        const from = join(dirname(manifest), folder)
        for (const name of await readdir(from)) {
          if (!wanted.test(name) && !name.startsWith('LICENSE')) continue
          const fileName = `assets/pdf-${version}/${folder}/${name}`
          this.emitFile({ type: 'asset', fileName, source: await readFile(join(from, name)) })
        }
      }
    },
  }
}
