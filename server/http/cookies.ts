// The cookies of the door and how they are kept from scripts and other sites.
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

const names = { session: 'lyceum_session', guest: 'lyceum_seat', device: 'lyceum_device' } as const
/** A guest comes back to the same seats for half a year; a browser is known again as long. */
const guestLife = 180 * 24 * 3600

export interface CookieConfig {
  /** Behind TLS. */
  readonly secure: boolean
}

function readOne(cookies: Record<string, string | undefined>, name: string): string | null {
  const value = cookies[name]
  return value !== undefined && /^[\w-]{20,100}$/.test(value) ? value : null
}

export interface Secrets {
  readonly session: string | null
  readonly guest: string | null
  readonly device: string | null
}

export function readCookies(request: Request): Secrets {
  const cookies = parseCookie(request.headers.cookie ?? '')
  return {
    session: readOne(cookies, names.session),
    guest: readOne(cookies, names.guest),
    device: readOne(cookies, names.device),
  }
}

export function cookieWriter(response: Response, { secure }: CookieConfig) {
  const write = (name: string, value: string, maxAge: number): void => {
    const cookie = stringifySetCookie({
      name,
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
    })
    response.append('Set-Cookie', cookie)
  }
  return {
    setSession(session: { secret: string; expiresAt: number } | null) {
      const seconds = session ? Math.max(0, Math.floor((session.expiresAt - Date.now()) / 1000)) : 0
      write(names.session, session?.secret ?? '', seconds)
    },
    setGuest(secret: string) {
      write(names.guest, secret, guestLife)
    },
    setDevice(secret: string) {
      write(names.device, secret, guestLife)
    },
  }
}
