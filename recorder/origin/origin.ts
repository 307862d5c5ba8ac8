// The door at which players, and caches for them, fetch a broadcast: playlists that wait for what they are asked
// for, and parts and segments that never change. Knows nothing of who may watch.
import { Router, type Request, type Response } from 'express'
import { listed, playlistName, type Renditions } from '../packager/listing.ts'
import { targets, type Position } from '../packager/playlist.ts'
import type { Rendition } from '../packager/rendition.ts'
import { BadDirective, wantedOf } from './wanted.ts'

/** Whoever waits longer is told that nothing comes (rfc8216bis, 6.2.5.2: three target durations). */
const patienceMs = targets.segment * 3 * 1_000

const kinds = { playlist: 'application/vnd.apple.mpegurl', media: 'video/mp4' } as const

/** In seconds. What was waited for is the same for all who ask the same; what was not grows meanwhile. */
const ages = { forever: 86_400, waited: 60, asItIs: 1 } as const

const keepFor = (response: Response, seconds: number): Response =>
  response.set('Cache-Control', `public, max-age=${seconds}`)

function fail(response: Response, status: number): void {
  keepFor(response, ages.asItIs).status(status).end()
}

/** True when it came in time and somebody still wants it. */
async function cameInTime(rendition: Rendition, position: Position, response: Response) {
  const gone = new AbortController()
  const onClose = () => {
    gone.abort()
  }
  response.once('close', onClose)
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(patienceMs)])
  const isHere = await rendition.until(position, signal)
  response.off('close', onClose)
  return isHere && !gone.signal.aborted
}

async function sendPlaylist(
  renditions: Renditions,
  name: string,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const rendition = renditions.get(name)
  if (rendition === undefined) {
    fail(response, 404)
    return
  }
  const query = new URL(request.originalUrl, 'http://origin').searchParams
  const wanted = wantedOf(query, rendition.last)
  const { upTo } = wanted
  if (upTo !== null && !(await cameInTime(rendition, upTo, response)) && !rendition.isEnded) {
    fail(response, 503)
    return
  }
  const text = listed(renditions, name, wanted) ?? ''
  keepFor(response, upTo === null ? ages.asItIs : ages.waited)
    .type(kinds.playlist)
    .send(text)
}

/** The part that is hinted at is worth waiting for; what comes later is not known of. */
async function partOf(rendition: Rendition, position: Position, response: Response) {
  const here = rendition.part(position)
  if (here !== undefined) return here
  const { number, part } = rendition.next
  if (position.number !== number || position.part !== part) return undefined
  await cameInTime(rendition, position, response)
  return rendition.part(position)
}

function sendMedia(response: Response, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) fail(response, 404)
  else keepFor(response, ages.forever).type(kinds.media).send(Buffer.from(bytes))
}

const numbersIn = (...texts: readonly unknown[]) => texts.map(Number)

export function openOrigin(renditions: Renditions): Router {
  const router = Router()
  const answering =
    (answer: (request: Request, response: Response) => Promise<void> | void) =>
    async (request: Request, response: Response): Promise<void> => {
      try {
        await answer(request, response)
      } catch (error) {
        if (!(error instanceof BadDirective)) throw error
        keepFor(response, ages.asItIs).status(400).type('text/plain').send(error.message)
      }
    }
  const find = ({ params }: Request) => renditions.get(String(params['name']))
  for (const name of renditions.keys())
    router.get(
      `/${playlistName(name)}`,
      answering((request, response) => sendPlaylist(renditions, name, { request, response })),
    )
  router.get(
    '/:name/:file',
    answering(async (request, response) => {
      const rendition = find(request)
      const file = String(request.params['file'])
      const head = /^head-(\d{1,6})\.mp4$/.exec(file)
      const part = /^(\d{1,12})\.(\d{1,4})\.m4s$/.exec(file)
      const segment = /^(\d{1,12})\.m4s$/.exec(file)
      if (rendition === undefined) fail(response, 404)
      else if (head) sendMedia(response, rendition.head(Number(head[1])))
      else if (part) {
        const [number = 0, n = 0] = numbersIn(part[1], part[2])
        sendMedia(response, await partOf(rendition, { number, part: n }, response))
      } else sendMedia(response, segment ? rendition.segment(Number(segment[1])) : undefined)
    }),
  )
  return router
}
