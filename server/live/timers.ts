// What is done every now and then.
import { keepSecretsShort } from '../polls/care.ts'
import { pollNews } from '../polls/standing.ts'
import { questionNews } from '../questions/standing.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { expiry, recallDisabled } from '../rooms/staying.ts'
import { startTallies } from '../tallies/tallies.ts'
import type { LiveParts } from './parts.ts'

const sweepEvery = 15_000
const hereEvery = 2_000
const recallEvery = 5_000

export function everyNowAndThen(
  { domains: { pollSecrets: secrets, standing }, failed }: LiveParts,
  rooms: Rooms,
  now: () => number,
): () => void {
  const endExpired = expiry({
    refusalFor: (arrival) => standing.refusalFor(arrival),
    now,
    failed,
  })
  const sweep = setInterval(() => {
    rooms.sweep()
  }, sweepEvery)
  const here = setInterval(() => {
    for (const room of rooms.all) {
      room.tellHere()
      room.tellPlaces()
      endExpired(room)
    }
  }, hereEvery)
  const recall = setInterval(() => {
    recallDisabled({
      rooms: () => rooms.all,
      disabledAmong: (accounts) => standing.disabledAmong(accounts),
    }).catch((error: unknown) => {
      failed('asking for disabled accounts', error)
    })
  }, recallEvery)
  const stops = [
    startTallies({
      rooms: () => rooms.all,
      sources: [pollNews, questionNews],
      elapsed: () => performance.now(),
    }),
    keepSecretsShort({ secrets, rooms: () => rooms.all, failed }),
  ]
  return () => {
    for (const stop of stops) stop()
    clearInterval(sweep)
    clearInterval(here)
    clearInterval(recall)
  }
}
