// Every reason that a refusal may carry within its code, with what it means. Reasons are for programs:
// the page of the protocol lists them, and whoever refuses can name no other.
import type { ErrorCode } from './errorCodes.ts'
import type { Permission } from './roles.ts'

interface ReasonSpec {
  readonly codes: readonly ErrorCode[]
  readonly text: string
}

const of = <const Code extends ErrorCode>(code: Code, text: string) => ({ codes: [code], text })

/** Those with a name of their own. */
export const reasons = {
  // Who one is, and whether one may come in.
  'token-expired': of('unauthenticated', 'The room token ended: join anew, and connect with that.'),
  'token-invalid': of('unauthenticated', 'This is no room token of this installation.'),
  'signed-out': of('unauthenticated', 'The account signed out on this device.'),
  'wrong-password': {
    codes: ['unauthenticated', 'forbidden'],
    text: 'Login or password, or the present password, is not right.',
  },
  disabled: of('forbidden', 'The account is disabled.'),
  'foreign-origin': of(
    'forbidden',
    'A call that changes something came from elsewhere, or without `X-Lyceum: 1` or a JSON body.',
  ),
  'login-taken': of('conflict', 'There is an account with this login.'),
  used: of('expired', 'The link works once and was used.'),
  'name-needed': of('invalid', 'Joining for the first time needs a name.'),
  'no-room': of('missing', 'There is no such class.'),
  'not-invited': of('forbidden', 'What gave the seat is no more: no membership, no invitation.'),
  banned: of('forbidden', 'Staff banned them; until `until`, with the `words` of staff.'),
  removed: of('forbidden', 'Staff removed them from the class, with their `words`.'),
  refused: of('forbidden', 'Staff did not let them in, with their `words`.'),
  left: of('conflict', 'The person left, perhaps with another device.'),
  'session-taken': of('conflict', 'The `session` is another person’s: make a UUID of your own.'),
  'too-many': of('conflict', 'The person is here with twelve devices or tabs, which are the most.'),
  'not-here': of('forbidden', 'The sender is not in this class, or has left it.'),
  outside: of('forbidden', 'The sender waits outside, where one can only look, rename and leave.'),

  // The class and its people.
  'class-not-live': of('illegalStep', 'That takes a live class.'),
  'not-due': of('conflict', 'Too early; only the installation itself is told.'),
  nobody: of('missing', 'There is no such person in the class.'),
  'no-session': of('missing', 'There is no such device of theirs, or it is not connected.'),
  waiting: of('conflict', 'The person waits outside: let them in first.'),
  full: of('conflict', 'There are fewer free places than people to let in.'),
  'last-instructor': of('conflict', 'A class needs an instructor: appoint another first.'),
  'not-staff': of('conflict', 'A class is handed over to staff of it only.'),
  staff: of('conflict', 'Staff cannot be acted against: take their role first.'),
  past: of('conflict', 'The time until which it should hold is over already.'),
  'no-ban': of('missing', 'There is no such ban, or it was lifted.'),
  'no-flag': of('missing', 'There is no such open flag.'),
  'many-flags': of('conflict', 'The person, or the class, has as many open flags as it may have.'),
  'no-invitation': of('missing', 'The sender is not invited to speak.'),
  'no-student': of('conflict', 'Staff and observers are not invited to speak.'),
  'no-timer': of('missing', 'No clock is shown.'),
  'broadcast-over': of('conflict', 'This broadcast was ended.'),
  'no-broadcast': of('missing', 'Nothing goes out to watch.'),
  stopwatch: of('conflict', 'A stopwatch has no end to move.'),
  'no-source': of('missing', 'The source has ended.'),
  'not-holder': of(
    'conflict',
    'Another device of the person holds the media: `people.hold` first.',
  ),

  // Chat and files.
  empty: of('invalid', 'A message needs text or a file.'),
  oneself: of('conflict', 'A message to oneself.'),
  'no-message': of('missing', 'There is no such message for the sender, or not in that state.'),
  'many-threads': of('conflict', 'The person talks alone with as many as one may.'),
  'slow-mode': of('rateLimited', 'The next message may follow after `retryAfter`.'),
  'file-gone': of('missing', 'The file was not sent by the sender, was used, or waited too long.'),
  'file-type': of('invalid', 'Files of this kind are not taken.'),
  'file-heic': of('invalid', 'A picture that browsers do not show: send it as JPEG.'),
  'file-empty': of('invalid', 'The file has no bytes.'),
  'file-broken': of('invalid', 'The picture cannot be read.'),
  'file-cut': of('invalid', 'The file did not come whole.'),
  'file-size': of('tooLarge', 'The file has too many bytes.'),
  'file-pixels': of('tooLarge', 'The picture has too many pixels.'),
  'files-own': of('conflict', 'The person has sent as much as one may in a class.'),
  'files-room': of('conflict', 'The class has as many files as it may have.'),
  'templates-many': of('conflict', 'The account keeps as many templates as it may.'),
  'still-heard': of('conflict', 'The media node is still there: stop it first.'),
  'not-a-board': of('invalid', 'What came is no board’s own file.'),
  'materials-many': of('conflict', 'The lesson has as many files as it may have.'),
  'no-office': of('invalid', 'No LibreOffice is installed: send a PDF.'),
  'disk-full': of('unavailable', 'The server has no room for files.'),

  // Polls and questions.
  'no-poll': of('missing', 'There is no such poll.'),
  'poll-flawed': of('invalid', 'The definition does not fit together; see [Polls](#polls).'),
  'poll-over': of('conflict', 'The poll is closed, or was too long ago to open it again.'),
  'poll-secret': of('conflict', 'The result is for staff alone.'),
  'poll-secret-lost': of('conflict', 'The anonymous poll can take no more votes; ask it anew.'),
  'poll-drafts': of('conflict', 'There are as many drafts as there may be.'),
  'polls-open': of('conflict', 'As many polls are open as may be: close one first.'),
  'polls-many': of('conflict', 'The lesson has as many prepared polls as it may have.'),
  'no-answer': of('invalid', 'The vote does not fit the poll; see [Polls](#polls).'),
  voted: of('conflict', 'The person has voted, and votes are not changed in this poll.'),
  'no-question': of('missing', 'There is no such question for the sender.'),
  'question-closed': of('conflict', 'The question is closed.'),
  'questions-full': of(
    'conflict',
    'The class, or the person, has as many open questions as it may.',
  ),
  'questions-named': of('conflict', 'Questions are asked with one’s name in this class.'),

  // Boards.
  'no-board': of('missing', 'There is no such board for the sender.'),
  'no-page': of('missing', 'The board has no such page.'),
  'no-past': of('missing', 'The page never was in that epoch.'),
  'no-set': of('missing', 'There is no such set of sheets.'),
  'no-layer': of('missing', 'The person has no hidden work on that page.'),
  'not-hidden': of('conflict', 'No work is hidden on that page.'),
  'page-hidden': of('conflict', 'Work is hidden on that page: end that first.'),
  'looks-only': of('conflict', 'The person may not draw on that page.'),
  sheet: of('conflict', 'Sheets have one owner, and go with their set.'),
  'set-closed': of('conflict', 'The set was collected or withdrawn.'),
  'last-page': of('conflict', 'A board has one page at least.'),
  'boards-many': of('conflict', 'There are as many boards as there may be.'),
  'pages-many': of('conflict', 'There are as many pages as there may be.'),
  'sets-many': of('conflict', 'As many sets were handed out as may be.'),
  'sheets-many': of('conflict', 'As many sheets of the set were taken as there may be.'),
  'rights-many': of('conflict', 'As many people have a right of their own as may have one.'),

  // Breakout rooms.
  'no-breakout': of('missing', 'There is no such breakout room, or none at all.'),
  'breakouts-closed': of('conflict', 'No breakout rooms are open, or the person is in none.'),
  'breakouts-open': of('conflict', 'Breakout rooms are open: call everybody back first.'),
  'breakouts-many': of('conflict', 'There are as many rooms, or people in them, as there may be.'),
  'no-choice': of('forbidden', 'Staff say who is in which breakout room.'),
  'many-choices': of('conflict', 'The person has changed rooms as often as one may.'),
  apart: of('forbidden', 'While rooms are open one writes to one’s own room and to staff.'),

  // Servers.
  'store-away': of('unavailable', 'The database is away.'),
  busy: of('unavailable', 'More waits to be stored than can be kept.'),
  unloaded: of('unavailable', 'The class was just put away on this server; it is loaded anew.'),
} as const satisfies Record<string, ReasonSpec>

/** Those that are a name from elsewhere. */
export const borrowedReasons = [
  {
    reason: 'a `Permission`',
    codes: ['forbidden'],
    text: 'That right is missing, was taken, or is switched off for the class.',
  },
  {
    reason: '`scheduled`, `lobby`, `live`, `ended`, `cancelled`',
    codes: ['illegalStep'],
    text: 'The state in which the class is, from which that step leads nowhere.',
  },
  {
    reason: '`<type>@<version>`',
    codes: ['unreadable'],
    text: 'The fact that this server is too old to read.',
  },
] as const satisfies readonly (ReasonSpec & { readonly reason: string })[]

type Phase = 'scheduled' | 'lobby' | 'live' | 'ended' | 'cancelled'
export type Reason = keyof typeof reasons | Permission | Phase | `${string}@${number}`
