// The clock for everybody, and announcements.
import type { Area } from '../message.ts'

export const bulletin = {
  clock: 'Timer or stopwatch',
  startClock: 'Show everybody a clock',
  minutes: 'Minutes',
  length: '{count} min',
  start: 'Start',
  startStopwatch: 'Stopwatch',
  timer: 'Timer',
  stopwatch: 'Stopwatch',
  clockMenu: 'The clock: hold, extend, stop',
  pause: 'Hold',
  resume: 'Go on',
  held: 'held',
  more1: 'One minute more',
  more5: 'Five minutes more',
  stop: 'Take the clock away',
  over: 'Time is up',
  announce: 'Announce',
  announceText:
    'It stands above the stage until each has put it away, also for whoever comes later.',
  announcement: 'Announcement',
  announcementOf: 'Announcement of {name}:',
  announceNow: 'Announce',
  announced: 'Everybody sees your announcement.',
  withdraw: 'Withdraw',
  tooLong: {
    one: '{count} character too many; {limit} are possible',
    other: '{count} characters too many; {limit} are possible',
  },
} as const satisfies Area
