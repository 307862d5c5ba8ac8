// Express over HTTP/2. Express gives requests and responses prototypes that inherit from HTTP/1's; for
// HTTP/2 the same methods have to stand on HTTP/2's own. WebSockets come over HTTP/1.1 on the same port.
import type { Express } from 'express'
import {
  createServer,
  IncomingMessage,
  ServerResponse,
  type RequestListener,
  type Server,
} from 'node:http'
import { createSecureServer, Http2ServerRequest, Http2ServerResponse } from 'node:http2'

export interface Tls {
  readonly cert: string
  readonly key: string
}

/** The methods that Express put on a prototype over HTTP/1's, on one over HTTP/2's. */
function over(base: object, express: object, until: object): object {
  const result = Object.create(base) as object
  const chain: object[] = []
  for (let each = express; each !== until; each = Object.getPrototypeOf(each) as object) {
    chain.unshift(each)
  }
  for (const each of chain) Object.defineProperties(result, Object.getOwnPropertyDescriptors(each))
  return result
}

/** A listener that serves both; the application itself knows only one. */
export function bothProtocols(app: Express): RequestListener {
  const second = Object.create(app, {
    request: { value: over(Http2ServerRequest.prototype, app.request, IncomingMessage.prototype) },
    response: {
      value: over(Http2ServerResponse.prototype, app.response, ServerResponse.prototype),
    },
  }) as { handle: RequestListener }
  return (request, response) => {
    if (!(request instanceof Http2ServerRequest)) {
      app(request, response)
      return
    }
    // HTTP/2's response has a getter of this name, and Express wants to set it.
    Object.defineProperty(response, 'req', { value: request, writable: true })
    second.handle(request, response)
  }
}

/** Plain HTTP, or HTTP/2 with HTTP/1.1 beside it. Not yet listening. */
export function createWebServer(app: Express, tls: Tls | null): Server {
  if (tls === null) return createServer({ headersTimeout: 20_000, requestTimeout: 60_000 }, app)
  const listener = bothProtocols(app) as never
  // It takes requests and upgrades as an HTTP/1.1 server does.
  return createSecureServer({ ...tls, allowHTTP1: true }, listener) as unknown as Server
}
