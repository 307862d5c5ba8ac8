// How a table of HTTP routes is written: one entry per route. From it come the server's binding, the
// client's typed calls, the OpenAPI document, the fuzz tests and the tests of access.
import { z } from 'zod'
import type { RouteAccess } from './access.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Budgets of HTTP calls: `points` in `seconds`, per account or guest, and per address. */
export const routeRates = {
  read: { own: { points: 300, seconds: 60 }, address: { points: 6000, seconds: 60 } },
  write: { own: { points: 120, seconds: 60 }, address: { points: 2400, seconds: 60 } },
  /** Per login and per address; a school sits behind one address. */
  signIn: { own: { points: 10, seconds: 300 }, address: { points: 200, seconds: 300 } },
  setUp: { own: { points: 10, seconds: 300 }, address: { points: 10, seconds: 300 } },
  /** A whole class comes within a minute, from one address. */
  join: { own: { points: 30, seconds: 60 }, address: { points: 1200, seconds: 60 } },
  /** Takes room on a media node for a while; a school sits behind one address. */
  trial: { own: { points: 6, seconds: 60 }, address: { points: 90, seconds: 60 } },
  upload: { own: { points: 60, seconds: 60 }, address: { points: 1200, seconds: 60 } },
  /** A chat full of photos asks for each of them. */
  file: { own: { points: 600, seconds: 60 }, address: { points: 30_000, seconds: 60 } },
} as const
export type RouteRate = keyof typeof routeRates

export interface RouteSpec<
  Params extends z.ZodObject | undefined = z.ZodObject | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: Method
  /** With `:name` for each of `params`. */
  readonly path: string
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly response: Response
  readonly access: RouteAccess
  /** It is called for whoever the room token in the header `Authorization: Bearer` is of. */
  readonly roomToken?: true
  readonly rate: RouteRate
  /** Other than JSON; the response is then a string, a file to save, or one that is kept. */
  readonly produces?: 'text/calendar' | 'attachment' | 'file'
  /** The body is the bytes of a file as they are, and not read before the call is allowed. */
  readonly consumes?: 'bytes'
  /** Kilobytes a body may have; 64 unless said. */
  readonly bodyLimit?: number
}

export function route<
  Response extends z.ZodType,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<Params, Query, Body, Response>): RouteSpec<Params, Query, Body, Response> {
  return spec
}

/** A file that is made while it is sent. */
export interface Attachment {
  readonly name: string
  readonly type: string
  readonly body: AsyncIterable<string>
}
/** What a caller gets of it is its text. */
export const attachment = z.custom<Attachment>()

/** A file on its way in. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>
  /** As far as the sender says it beforehand. */
  readonly length: number | null
}
export const upload = z.custom<Upload>()

/** A file that is kept. */
export interface KeptFile {
  readonly name: string
  readonly type: string
  readonly size: number
  /** Shown by a page; anything else is saved. */
  readonly shown: boolean
  readonly body: AsyncIterable<Uint8Array>
}
/** What a caller gets of it is its bytes. */
export const keptFile = z.custom<KeptFile>()

// A spec's field is optional, so its type is "schema or undefined"; with no schema it is undefined alone.
type Schema<Field> = [NonNullable<Field>] extends [never] ? undefined : NonNullable<Field>
type In<Field> = Schema<Field> extends z.ZodType ? z.input<Schema<Field>> : undefined
type Out<Field> = Schema<Field> extends z.ZodType ? z.output<Schema<Field>> : undefined

/** Leaves out what a route does not have. */
type Present<T> = { [Key in keyof T as T[Key] extends undefined ? never : Key]: T[Key] }

/** What a caller gives. */
export type RouteInput<Spec extends RouteSpec> = Present<{
  params: In<Spec['params']>
  query: In<Spec['query']>
  body: In<Spec['body']>
}>

/** What a handler gets, checked. */
export interface RouteArguments<Spec extends RouteSpec> {
  readonly params: Out<Spec['params']>
  readonly query: Out<Spec['query']>
  readonly body: Out<Spec['body']>
}

/** What a caller gets. */
export type RouteOutput<Spec extends RouteSpec> = z.output<Spec['response']>
