// `npm run bench -- NAME`: runs one benchmark in a process of its own making, bounded in time, and prints
// its result as one line of JSON at the end.
import { setTimeout as after } from 'node:timers/promises'
import type { Bench } from './result.ts'

interface Entry {
  readonly about: string
  /** Seconds after which it is stopped, whatever it does. */
  readonly limit?: number
  readonly load: () => Promise<Bench>
}

const usualLimit = 240

const benches: Record<string, Entry> = {
  join: {
    about: 'from opening a link to the first decoded frame, in Chromium',
    load: async () => (await import('./join.ts')).join,
  },
  log: {
    about: 'commands appended, acknowledged and delivered',
    load: async () => (await import('./log.ts')).log,
  },
  fanout: {
    about: 'one class of 1,000 connections on two nodes, beside bare Socket.IO',
    load: async () => (await import('./fanout.ts')).fanout,
  },
  flaky: {
    about: '1,000 people whose network comes and goes',
    load: async () => (await import('./flaky.ts')).flaky,
  },
  storm: {
    about: '2,000 joins in 20 s, then all again after a node’s death',
    load: async () => (await import('./storm.ts')).storm,
  },
  crowd: {
    about: '5,000 people in one class on two nodes',
    limit: 480,
    load: async () => (await import('./crowd.ts')).crowd,
  },
  poll: {
    about: '2,000 people vote within three seconds, while others chat',
    load: async () => (await import('./poll.ts')).poll,
  },
  stalled: {
    about: 'what people who stop reading cost the server',
    load: async () => (await import('./stalled.ts')).stalled,
  },
  failover: {
    about: 'sound and picture after the death of a media node, 30 times',
    limit: 600,
    load: async () => (await import('./failover.ts')).failover,
  },
  drain: {
    about: 'a class of 50 cheap peers and three browsers moved to another media node',
    load: async () => (await import('./drain.ts')).drain,
  },
  weak: {
    about: 'one of four behind 300 kbit/s: what they still get, and that the others lose nothing',
    load: async () => (await import('./weak.ts')).weak,
  },
  codecs: {
    about: 'what a camera costs the browser that sends it, in VP8, VP9 and AV1',
    load: async () => (await import('./codecs.ts')).codecs,
  },
  gallery: {
    about: 'a class of 49 tiles on one laptop: what its browser spends, and that all of them move',
    load: async () => (await import('./gallery.ts')).gallery,
  },
  audience: {
    about: 'viewers per core of a recorder, and behind nginx’s cache',
    load: async () => (await import('./lectureAudience.ts')).lectureAudience,
  },
  lecture: {
    about: 'from the encoder to the glass of the audience, beside nginx with its RTMP module',
    limit: 600,
    load: async () => (await import('./lecture.ts')).lecture,
  },
  'lecture-start': {
    about: 'the first picture of a broadcast, for its audience and after its encoder begins',
    load: async () => (await import('./lectureStart.ts')).lectureStart,
  },
  sfu: {
    about: 'what a media worker forwards, beside bare mediasoup and Janus',
    load: async () => (await import('./sfu.ts')).sfu,
  },
  placement: {
    about: 'a simulated day of bells on 100 media nodes, by our rule and two others',
    load: async () => (await import('./placement.ts')).placement,
  },
  'board-sync': {
    about: '100 people at one page over two nodes, 30 drawing, beside Hocuspocus',
    load: async () => (await import('./boardSync.ts')).boardSync,
  },
  'board-load': {
    about: 'a page of 10,000 strokes: opening, moving, inking, bytes',
    load: async () => (await import('./boardLoad.ts')).boardLoad,
  },
  'board-soak': {
    about: 'three hours of a busy lesson at a board: memory and loading stay as they are',
    load: async () => (await import('./boardSoak.ts')).boardSoak,
  },
  'board-idle': {
    about: 'what open boards cost at rest; how soon hands come back, and ghosts go',
    limit: 300,
    load: async () => (await import('./boardIdle.ts')).boardIdle,
  },
  footprint: {
    about: 'memory at rest and per connection, time to start',
    load: async () => (await import('./footprint.ts')).footprint,
  },
}

function usage(): string {
  const names = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`)
  return ['npm run bench -- NAME', ...names].join('\n')
}

async function runOne(name: string, { load, limit = usualLimit }: Entry): Promise<number> {
  const stop = new AbortController()
  const say = (line: string) => {
    console.log(line)
  }
  const bench = await load()
  const timeUp = after(limit * 1_000, null, { signal: stop.signal, ref: false }).then(() => {
    throw new Error(`not done after ${limit} s`)
  })
  // Stopping the clock is how most runs end.
  timeUp.catch(() => undefined)
  try {
    const result = await Promise.race([bench({ say, signal: stop.signal }), timeUp])
    say(JSON.stringify({ bench: name, ...result }))
    return result.pass ? 0 : 1
  } finally {
    stop.abort()
  }
}

const [name = ''] = process.argv.slice(2)
const entry = Object.hasOwn(benches, name) ? benches[name] : undefined
if (entry === undefined) {
  console.log(usage())
  process.exit(name === '' ? 0 : 2)
}
process.exit(await runOne(name, entry))
