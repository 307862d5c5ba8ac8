// The browser's side, built to dist/client when anything it is made of has changed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFiles, root } from '../places.ts'
import { lastWords, run } from '../programs.ts'
import { SetupError, type Step } from '../step.ts'

const inputs = [
  'client/**',
  'shared/**/*.ts',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
]
const output = join(root, 'dist', 'client')
const stamp = join(root, 'dist', 'client.hash')

export const clientBuild: Step = {
  name: 'Client',
  about: 'building the browser side (about 15 seconds)',
  isDone: () =>
    existsSync(join(output, 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashFiles(inputs),
  run: async () => {
    const hash = hashFiles(inputs)
    mkdirSync(join(root, 'dist'), { recursive: true })
    // Built aside and exchanged, so that a running server never serves half of it.
    const fresh = `${output}.${process.pid}`
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const flags = ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
    const outcome = await run([process.execPath, vite, ...flags], {
      env: { NODE_ENV: 'production', NO_COLOR: '1' },
    })
    if (outcome.code !== 0) {
      rmSync(fresh, { recursive: true, force: true })
      throw new SetupError(`the build failed:\n${lastWords(outcome.output, 30)}`)
    }
    rmSync(output, { recursive: true, force: true })
    renameSync(fresh, output)
    writeFileSync(stamp, hash)
  },
}
