// The security headers of every answer.
import helmet from 'helmet'
import type { RequestHandler } from 'express'

export interface HeaderConfig {
  readonly secure: boolean
  readonly publicUrl: string
  /** An operator's picture processor may be WebAssembly. */
  readonly runsWasm: boolean
}

const week = 7 * 24 * 3600

const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'speaker-selection=(self)',
  'picture-in-picture=(self)',
  'fullscreen=(self)',
  'screen-wake-lock=(self)',
  'autoplay=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ')

/** Where the page's live connection goes: `'self'` does not cover WebSockets everywhere. */
function socketOrigin(publicUrl: string): string {
  return new URL(publicUrl).origin.replace(/^http/, 'ws')
}

export function securityHeaders({ secure, publicUrl, runsWasm }: HeaderConfig): RequestHandler[] {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...(runsWasm ? ["'wasm-unsafe-eval'"] : [])],
        workerSrc: ["'self'", 'blob:'],
        // Svelte's transitions and layouts set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", socketOrigin(publicUrl)],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: week, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  return [
    protect,
    (_request, response, next) => {
      response.set('Permissions-Policy', permissions)
      next()
    },
  ]
}
