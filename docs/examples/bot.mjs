// Reads a class's chat and answers "ping" with "pong".
//   node docs/examples/bot.mjs 'INVITATION LINK' [NAME]
import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'

const [link = '', name = 'Bot'] = process.argv.slice(2)
const { origin, pathname, searchParams } = new URL(link)
const room = pathname.split('/').at(-1)
const session = randomUUID()
let cookie = ''
let me = null
/** Where this client stands: { at: { seq, id }, view }; null before the first snapshot. */
let have = null

/** The first time by the invitation, then by the seat in the cookie. */
async function token() {
  const response = await fetch(`${origin}/api/rooms/${room}/join`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify({ invite: searchParams.get('invite'), name }),
  })
  const answer = await response.json()
  const retryAfter = response.status < 500 ? undefined : 2000
  if (!response.ok) throw { retryAfter, message: answer.detail, ...answer }
  cookie = response.headers.getSetCookie().join('; ') || cookie
  return answer.token
}

const socket = io(origin, {
  path: '/live',
  query: { room },
  transports: ['websocket'],
  extraHeaders: { Origin: origin },
  auth: (say) => {
    token().then((token) => say({ token, session, device: 'desktop', have }), goodbye)
  },
})

/** With `retryAfter` the server wants us back; without it, not. */
function goodbye({ retryAfter, message }) {
  if (retryAfter !== undefined) return setTimeout(() => socket.disconnect().connect(), retryAfter)
  console.error(message)
  process.exit(1)
}

/** A whole view: whatever was known is replaced. */
function replace({ viewer, at }) {
  have = { at, view: viewer.kind }
}

function take({ after, upto, facts }) {
  if (upto.seq <= have.at.seq) return
  if (after > have.at.seq) return void pull()
  for (const fact of facts) if (fact.seq > have.at.seq) hear(fact)
  have.at = upto
}

function catchUp({ snapshot, frame }) {
  if (snapshot) replace(snapshot)
  if (frame) take(frame)
}

/** Null when no answer came. */
const ask = (event, call) =>
  socket
    .timeout(5000)
    .emitWithAck(event, call)
    .catch(() => null)

async function pull() {
  const answer = await ask('request', { name: 'room.pull', input: { have: have.at } })
  if (answer?.ok) catchUp(answer.output)
}

/** Unanswered, it goes out again with the same key: one effect, however often. */
async function command(name, input) {
  const call = { name, key: randomUUID(), input }
  let answer = null
  while (answer === null) answer = await ask('command', call)
  if (!answer.ok) console.error(`${name}: ${answer.error.message}`)
}

function hear({ type, actor, body }) {
  if (type !== 'chat.said' || body.text === null) return
  console.log(`${body.name}: ${body.text}`)
  if (actor !== me && body.text === 'ping')
    void command('chat.say', { text: 'pong', replyTo: null })
}

socket.on('welcome', (welcome) => {
  me = welcome.participant
  catchUp(welcome)
  console.log(`in class, at ${have.at.seq}, as ${have.view}`)
})
socket.on('frame', take)
socket.on('view', replace)
socket.on('top', ({ seq, id }) => {
  if (seq !== have.at.seq || id !== have.at.id) void pull()
})
socket.on('goodbye', goodbye)
// A connection is closed when its token ends, 10 minutes after it was made.
setInterval(() => void ask('request', { name: 'room.renew', input: {} }), 5 * 60_000)
socket.on('connect_error', ({ data }) => {
  if (data) goodbye(data)
})
