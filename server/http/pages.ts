// The client as Vite built it: files with a hash in their name for ever, the page itself never cached,
// compressed beforehand where the build left `.br` or `.gz` beside a file.
import express, { Router, type Request, type RequestHandler } from 'express'
import { existsSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { LyceumError } from '../../shared/errors.ts'

const encodings = [
  { suffix: '.br', name: 'br' },
  { suffix: '.gz', name: 'gzip' },
] as const

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
}

/** The addresses of files that stand compressed beside themselves. */
function compressedFiles(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set()
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((each) => each.isFile() && /\.(br|gz)$/.test(each.name))
  return new Set(
    files.map(
      (each) => `/${relative(folder, join(each.parentPath, each.name)).replaceAll(sep, '/')}`,
    ),
  )
}

function compressed(files: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    const type = types[extname(request.path)]
    const found = encodings.find(
      ({ suffix, name }) =>
        files.has(request.path + suffix) && request.acceptsEncodings(name) === name,
    )
    if (type === undefined) {
      next()
      return
    }
    response.vary('Accept-Encoding')
    if (found !== undefined) {
      request.url = request.path + found.suffix
      response.set('Content-Encoding', found.name)
      response.type(type)
    }
    next()
  }
}

/** Pages are addresses without a dot, asked for as HTML. */
function isPage(request: Request): boolean {
  const looks = request.method === 'GET' || request.method === 'HEAD'
  return looks && !request.path.includes('.') && request.accepts('html') === 'html'
}

export function pages(folder: string): Router {
  const router = Router()
  const files = compressedFiles(folder)
  const serve = express.static(folder, {
    index: false,
    redirect: false,
    setHeaders(response, path) {
      const forever = path.includes(`${sep}assets${sep}`)
      const text = forever ? 'public, max-age=31536000, immutable' : 'no-cache'
      response.setHeader('Cache-Control', text)
    },
  })
  const shell: RequestHandler = (request, _response, next) => {
    if (isPage(request)) request.url = '/index.html'
    next()
  }
  router.use(shell, compressed(files), serve)
  router.use((request, _response, next) => {
    const built = existsSync(join(folder, 'index.html'))
    const text = built ? undefined : 'The client is not built; run npm run build.'
    next(new LyceumError(request.path === '/index.html' ? 'unavailable' : 'unknown', text))
  })
  return router
}
