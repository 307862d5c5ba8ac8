// The door at which players, and caches for them, fetch broadcasts: playlists that wait for what they are asked for, and
// parts and segments that never change. Nothing is given without a token of the class that a broadcast is for.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Router } from 'express'
import type { RoomId } from '../../shared/ids.ts'
import type { Renditions } from '../packager/listing.ts'
import type { Position } from '../packager/playlist.ts'
import type { Rendition } from '../packager/rendition.ts'
import { addressOf, type Address, type File } from './address.ts'
import { ages, allow, fail, letPass, refuse, send, sendFile } from './answer.ts'
import type { Listings } from './listings.ts'
import type { Passes } from './passes.ts'
import { BadDirective, wantedOf } from './wanted.ts'

/** A broadcast, as whoever watches it sees it. */
export interface Watched {
  /** Null before it was assigned: nobody watches it. */
  readonly room: RoomId | null
  readonly renditions: Renditions
  readonly listings: Listings
  /** Nothing comes for now: players are kept with what there is. */
  readonly isInterrupted: boolean
  /** Resolves to the playlist from which players choose, once there is something to choose; to null after a while. */
  offered(): Promise<string | null>
}

export interface OriginParts {
  readonly find: (broadcast: string) => Watched | undefined
  readonly passes: Pick<Passes, 'roomOf'>
  /** A fault of ours. */
  readonly failed: (error: unknown) => void
}

/** Again after so many seconds. */
const notYet = { 'Retry-After': '1' }
const bearer = /^Bearer +(\S+)$/i

async function sendMain(watched: Watched, response: ServerResponse): Promise<void> {
  const text = await watched.offered()
  if (text === null) fail(response, 404, notYet)
  else send(response, { kind: 'playlist', age: ages.asItIs }, [text])
}

async function sendPlaylist(
  { renditions, listings, isInterrupted }: Watched,
  name: string,
  { query, response }: { query: string; response: ServerResponse },
): Promise<void> {
  const rendition = renditions.get(name)
  if (rendition === undefined) {
    fail(response, 404)
    return
  }
  const wanted = wantedOf(new URLSearchParams(query), rendition.last)
  const { upTo } = wanted
  const isHere = (await rendition.until(upTo ?? rendition.beginning)) || rendition.isEnded
  if (rendition.last === null) fail(response, 404, notYet)
  else if (!isHere && !isInterrupted) fail(response, 503, notYet)
  else {
    const age = isHere && upTo !== null ? ages.waited : ages.asItIs
    send(response, { kind: 'playlist', age }, [listings.text(name, wanted) ?? ''])
  }
}

/** The part that is hinted at is worth waiting for; what comes later is not known of. */
async function partOf(rendition: Rendition, position: Position): Promise<Uint8Array | undefined> {
  const here = rendition.part(position)
  if (here !== undefined) return here
  const { number, part } = rendition.next
  if (position.number !== number || position.part !== part) return undefined
  await rendition.until(position)
  return rendition.part(position)
}

function sendMedia(response: ServerResponse, bytes: readonly Uint8Array[] | undefined): void {
  if (bytes === undefined) fail(response, 404)
  else send(response, { kind: 'media', age: ages.forever }, bytes)
}

async function sendSegment(rendition: Rendition, number: number, response: ServerResponse) {
  const file = rendition.shelved(number)
  if (file === undefined) sendMedia(response, rendition.segment(number))
  else await sendFile(response, file)
}

async function sendOne(
  watched: Watched,
  file: Exclude<File, { is: 'main' | 'pass' | 'playlist' }>,
  response: ServerResponse,
): Promise<void> {
  const rendition = watched.renditions.get(file.rendition)
  if (rendition === undefined) {
    fail(response, 404)
    return
  }
  if (file.is === 'segment') await sendSegment(rendition, file.number, response)
  else {
    const bytes =
      file.is === 'head' ? rendition.head(file.head) : await partOf(rendition, file.position)
    sendMedia(response, bytes === undefined ? undefined : [bytes])
  }
}

async function give(watched: Watched, { file, query }: Address, response: ServerResponse) {
  if (file === null) fail(response, 404)
  else if (file.is === 'pass') letPass(response)
  else if (file.is === 'main') await sendMain(watched, response)
  else if (file.is === 'playlist') await sendPlaylist(watched, file.rendition, { query, response })
  else await sendOne(watched, file, response)
}

function tokenOf({ token }: Address, { headers }: IncomingMessage): string | null {
  return token ?? bearer.exec(headers.authorization ?? '')?.[1] ?? null
}

export function openOrigin({ find, passes, failed }: OriginParts): Router {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = addressOf(request.url ?? '')
    if (address === null) {
      fail(response, 404)
      return
    }
    const token = tokenOf(address, request)
    const room = token === null ? null : passes.roomOf(token)
    if (room === null) {
      refuse(response, 401)
      return
    }
    const watched = find(address.broadcast)
    if (watched === undefined) fail(response, 404)
    else if (watched.room !== room) refuse(response, 403)
    else await give(watched, address, response)
  }
  return Router().use((request, response) => {
    if (request.method === 'OPTIONS') allow(response)
    else if (request.method !== 'GET' && request.method !== 'HEAD') fail(response, 405)
    else
      answer(request, response).catch((error: unknown) => {
        if (!(error instanceof BadDirective)) failed(error)
        fail(response, error instanceof BadDirective ? 400 : 500)
      })
  })
}
