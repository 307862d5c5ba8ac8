// Writes .br and .gz beside every text file of the build, so that the server compresses nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(m?js|css|html|svg|json|webmanifest|txt)$/

async function compress(file: string): Promise<void> {
  const raw = await readFile(file)
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(raw, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
      },
    }),
    promisify(gzip)(raw, { level: 9 }),
  ])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}

export function compressed(): Plugin {
  return {
    name: 'lyceum:compressed',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }) {
        if (dir === undefined) return
        const names = await readdir(dir, { recursive: true })
        await Promise.all(
          names.filter((name) => text.test(name)).map((name) => compress(join(dir, name))),
        )
      },
    },
  }
}
