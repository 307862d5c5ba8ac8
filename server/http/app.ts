// The HTTP application: security headers, health, the bound routes, the API's description, the client's
// files, and problems. Built apart from listening; it knows no domain, only handlers by name.
import express, { type Express, type RequestHandler } from 'express'
import { LyceumError } from '../../shared/errors.ts'
import { bindRoutes, type BindOptions } from './bind.ts'
import { securityHeaders } from './headers.ts'
import { openApi } from './openapi.ts'
import { pages } from './pages.ts'
import { processor, processorPath } from './processor.ts'
import { problems, type Log } from './problem.ts'

export interface HttpOptions extends Omit<BindOptions, 'cookies'> {
  readonly publicUrl: string
  readonly version: string
  /** As in Express: how many proxies, or their addresses; false without one. */
  readonly trustProxy: boolean | number | string
  /** The folder of the built client. */
  readonly clientFolder: string
  /** The folder of an operator's picture processor; null without one. */
  readonly processor: string | null
  /** What players fetch of broadcasts. */
  readonly hls: RequestHandler
  readonly log: Log
  /** Answers whether the process can serve; throws or rejects with why not. */
  readonly ready: () => Promise<void>
  /** Prometheus text, when there is any; null hides it. */
  readonly metrics: (() => Promise<{ type: string; text: string }>) | null
}

const noStore = { 'Cache-Control': 'no-store' }

function health({ ready, metrics }: HttpOptions): express.Router {
  const router = express.Router()
  router.get('/health/live', (_request, response) => {
    response.set(noStore).json({ live: true })
  })
  router.get('/health/ready', async (_request, response) => {
    try {
      await ready()
      response.set(noStore).json({ ready: true })
    } catch (error) {
      const reason = error instanceof LyceumError ? error.message : 'not ready'
      response.status(503).set(noStore).json({ ready: false, reason })
    }
  })
  if (metrics !== null) {
    router.get('/metrics', async (_request, response) => {
      const { type, text } = await metrics()
      response.set({ ...noStore, 'Content-Type': type }).send(text)
    })
  }
  return router
}

/** From an environment everything is text; Express takes a text for addresses. */
function proxies(given: boolean | number | string): boolean | number | string {
  if (given === 'true' || given === 'false') return given === 'true'
  return typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given
}

const noSuchRoute: RequestHandler = () => {
  throw new LyceumError('unknown')
}

export function buildHttp(options: HttpOptions): Express {
  const { publicUrl, version } = options
  const secure = new URL(publicUrl).protocol === 'https:'
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', proxies(options.trustProxy))
  app.set('query parser', 'simple')
  app.use(...securityHeaders({ secure, publicUrl, runsWasm: options.processor !== null }))
  app.use(health(options))
  const description = openApi({ publicUrl, version })
  app.get('/api/openapi.json', (_request, response) => {
    response.json(description)
  })
  app.use(bindRoutes({ ...options, cookies: { secure } }))
  app.use(['/api', '/.well-known'], noSuchRoute)
  app.use('/hls', options.hls)
  app.use(processorPath, processor(options.processor))
  app.use(pages(options.clientFolder))
  app.use(problems(options.log))
  return app
}
