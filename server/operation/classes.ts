// The classes that run or come, with how many people each is expected to have, and whether media nodes take them.
import type { Pool } from 'pg'
import { z } from 'zod'
import { classState, room } from '../../shared/contract/http/entities.ts'
import type { MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import type { Capacity, Outlook } from '../../shared/contract/http/operation.ts'
import { takesPeople } from '../../shared/nodeTotals.ts'
import { consumersOf } from '../media/placement.ts'
import { rows } from '../storage/query.ts'
import { fitsOf, peopleOn, reckonedOf } from './outlook.ts'

const aheadMs = 7 * 24 * 60 * 60_000
/** A class that did not begin may yet begin. */
const lateMs = 60 * 60_000
const mostClasses = 500

const known = z.object({
  room,
  title: z.string(),
  state: classState,
  startsAt: z.number().nullable(),
  duration: z.number().nullable(),
  course: z.string().nullable(),
  present: z.number(),
  enrolled: z.number(),
  lastTime: z.number(),
  places: z.number().nullable(),
})

// How many places there are says the log; of a class that runs it is long, and who is there is known better.
const query = `SELECT c.room, c.title, c.state, c.starts_at AS "startsAt", c.duration, co.title AS course,
    (SELECT count(DISTINCT participant) FROM media_seats WHERE room = c.room) AS present,
    (SELECT count(*) FROM course_members WHERE course = co.id) AS enrolled,
    (SELECT count(*) FROM seats WHERE room = (
      SELECT room FROM classes WHERE series = c.series AND state = 'ended'
      ORDER BY starts_at DESC LIMIT 1)) AS "lastTime",
    CASE WHEN c.state = 'scheduled' THEN (
      SELECT (body ->> 'capacity')::int FROM facts WHERE log = c.room AND type = 'lobby.changed'
      ORDER BY seq DESC LIMIT 1) END AS places
  FROM classes c LEFT JOIN lessons l ON l.id = c.lesson LEFT JOIN courses co ON co.id = l.course
  WHERE c.state IN ('lobby', 'live')
    OR (c.state = 'scheduled' AND c.starts_at BETWEEN $1 AND $2)
  ORDER BY c.state = 'scheduled', coalesce(c.starts_at, c.created_at), c.room LIMIT ${mostClasses}`

const drains = ({ heard, draining, facts }: MediaNodeEntry) => heard && (draining || facts.stopping)
const open = (entry: MediaNodeEntry) => takesPeople(entry) && entry.facts.workers.length > 0

export function capacityOf(nodes: readonly MediaNodeEntry[]): Capacity {
  const taking = nodes.filter(open).map(({ facts }) => ({ workers: facts.workers.length }))
  return {
    open: taking.length,
    draining: nodes.filter(drains).length,
    gone: nodes.filter(({ heard }) => !heard).length,
    people: peopleOn(taking, consumersOf),
  }
}

export async function outlooks(
  db: Pool,
  nodes: readonly MediaNodeEntry[],
  now: number,
): Promise<Outlook[]> {
  const statement = { text: query, values: [now - lateMs, now + aheadMs] }
  const found = await rows(db, statement, known)
  const classes = found.map((one) => {
    const { duration, enrolled, lastTime, places, ...shown } = one
    return { shown, duration, isOn: one.state !== 'scheduled', ...reckonedOf(one) }
  })
  const taking = nodes.filter(open).map(({ facts }) => ({ workers: facts.workers.length }))
  const planned = classes.map(({ shown: { startsAt }, duration, isOn, expected }) => ({
    startsAt,
    duration,
    isOn,
    expected,
  }))
  const fits = fitsOf(planned, taking, { now, of: consumersOf })
  return classes.flatMap(({ shown, expected, expectation }, index) => {
    const fit = fits[index]
    return fit === undefined ? [] : [{ ...shown, expected, expectation, ...fit }]
  })
}
