// One example of every command, request and signal of the contract, in a scene where it works: from it
// come the tests of table × doors. A contract entry without an example does not compile.
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import {
  commands,
  requests,
  signals,
  type CommandName,
  type InputOf,
  type RequestInput,
  type RequestName,
  type SignalName,
} from '../../shared/contract/index.ts'
import { codecs, type RtpCapabilities } from '../../shared/contract/sfu.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import { dtls, opus } from '../../sfu/testing/media.ts'
import { boardExamples } from './boardExamples.ts'
import { breakoutExamples } from './breakoutExamples.ts'
import { broadcastExamples, broadcastRequestExamples } from './broadcastExamples.ts'
import { closedPoll, draftedPoll, openPoll, question } from './pollScene.ts'
import type { Pupil } from './pupil.ts'
import { askedQuestion, closedQuestion } from './questionScene.ts'
import type { Example, Scene } from './scene.ts'
import type { School } from './school.ts'

/** The scene's camera of the actor in the log, if they may have one. */
async function ownSource({ school, room, actor }: Scene, paused = false) {
  const { participant, session } = actor
  const place = { node: 'sfu', incarnation: newId<'incarnation'>() }
  const input = {
    source: newId<'source'>(),
    participant,
    session,
    kind: 'camera',
    paused,
    ...place,
  }
  const { rooms } = school.live()
  const order = { name: 'sources.open', input, actor: 'system' } as const
  await rooms.submit(room, { ...order, input: { ...input, kind: 'camera' } }).catch(() => undefined)
  return { source: input.source }
}

const nothing = { input: () => ({}) }
const someone = { input: ({ other }: Scene) => ({ participant: other.participant }) }
const grant = {
  input: ({ other: { participant } }: Scene) => ({
    participant,
    permissions: ['media.camera' as const],
  }),
}
const about = ({ other: { participant } }: Scene) => ({ participant, reason: 'Too loud.' })
async function sendOut({ school, room, other: { participant } }: Scene): Promise<void> {
  const input = { participant, reason: '' }
  await school.live().rooms.submit(room, { name: 'moderation.toLobby', input, actor: 'system' })
}
async function stateOf(school: School, room: RoomId) {
  const hold = await school.live().registry.open(room)
  hold.release()
  return hold.log.state
}
const voiceless = { observer: 'missing' } as const
const ids = () => ({
  participant: newId<'participant'>(),
  session: newId<'session'>(),
  incarnation: newId<'incarnation'>(),
})

export const commandExamples: { readonly [Name in CommandName]: Example<InputOf<Name>> } = {
  'class.schedule': { input: () => ({ title: 'Later', startsAt: null, duration: 45 }) },
  'class.open': { phase: 'scheduled', ...nothing },
  'class.start': { phase: 'lobby', ...nothing },
  'class.end': nothing,
  'class.reopen': {
    ...nothing,
    before: ({ school, room }) => endClass(school, room),
  },
  'class.cancel': { phase: 'lobby', ...nothing },
  'class.extend': { input: () => ({ minutes: 15 }) },
  'class.configure': { input: () => ({ note: 'Bring a pencil.' }) },
  'class.warn': { input: () => ({ reason: 'empty' }) },
  'class.expire': { input: () => ({ reason: 'empty' }) },
  'people.join': {
    input: () => ({
      ...ids(),
      name: 'Eve',
      role: 'instructor',
      account: null,
      device: 'phone',
      invite: null,
      mark: null,
      member: true,
    }),
  },
  'people.drop': { input: ids },
  'people.leave': nothing,
  'people.rename': { input: () => ({ name: 'Somebody else' }) },
  'people.hold': { input: ({ actor: { session } }) => ({ session }) },
  'people.appoint': {
    input: ({ other: { participant } }) => ({ participant, role: 'moderator' }),
  },
  'people.grant': grant,
  'people.ungrant': grant,
  'people.expire': nothing,
  'people.loseNode': { input: () => ({ incarnation: newId() }) },
  'chat.say': {
    unable: { observer: 'forbidden' },
    input: () => ({ text: 'hello', replyTo: null }),
  },
  'chat.delete': {
    unable: { observer: 'forbidden' },
    input: async ({ actor, other }) => {
      const said = await (actor.role === 'observer' ? other : actor).say('to be deleted')
      return { message: said.facts[0]?.seq ?? 0 }
    },
  },
  'polls.draft': { input: () => ({ poll: null, definition: question }) },
  'polls.ask': { input: () => ({ definition: question }) },
  'polls.open': { input: (scene) => draftedPoll(scene) },
  'polls.discard': { input: (scene) => openPoll(scene) },
  'polls.vote': {
    input: async (scene) => ({ ...(await openPoll(scene)), choices: [1], text: null }),
  },
  'polls.close': { input: (scene) => openPoll(scene) },
  'polls.reopen': {
    input: (scene) => closedPoll(scene, { ...question, anonymous: false }),
  },
  'files.receive': {
    input: ({ actor: { participant } }) => ({
      participant,
      file: {
        id: newId(),
        name: 'a.pdf',
        type: 'application/pdf',
        size: 9,
        width: null,
        height: null,
      },
    }),
  },
  'polls.expire': { input: () => ({ poll: newId() }) },
  'polls.reveal': {
    input: async (scene) => ({ ...(await openPoll(scene)), right: true, texts: [] }),
  },
  'polls.publish': {
    input: async (scene) => ({ ...(await closedPoll(scene)), stage: true, chat: true }),
  },
  'polls.dismiss': nothing,
  'questions.ask': { input: () => ({ text: 'Why?', anonymous: true }) },
  'questions.vote': {
    input: async (scene) => ({ ...(await askedQuestion(scene)), up: true }),
  },
  'questions.approve': { input: (scene) => askedQuestion(scene, { held: true }) },
  'questions.take': { input: (scene) => askedQuestion(scene) },
  'questions.finish': { input: (scene) => askedQuestion(scene) },
  'questions.answer': {
    input: async (scene) => ({ ...(await askedQuestion(scene)), text: 'Because.' }),
  },
  'questions.dismiss': { input: (scene) => askedQuestion(scene) },
  'questions.reopen': { input: (scene) => closedQuestion(scene) },
  'questions.merge': {
    input: async (scene) => {
      const { question: into } = await askedQuestion(scene)
      return { ...(await askedQuestion(scene, { more: true })), into }
    },
  },
  'questions.pin': {
    input: async (scene) => ({ ...(await askedQuestion(scene)), pinned: true }),
  },
  'questions.delete': {
    unable: { observer: 'forbidden' },
    input: (scene) => askedQuestion(scene, { by: scene.actor }),
  },
  'questions.configure': { input: () => ({ approval: true }) },
  ...boardExamples,
  ...breakoutExamples,
  ...broadcastExamples,
  'reactions.count': { input: () => ({ counts: { '👏': 2 } }) },
  'chat.restore': {
    input: async ({ actor, other }) => {
      const message = (await other.say('to be restored')).facts[0]?.seq ?? 0
      const deleted = await actor.try('chat.delete', { message })
      return { message, deletion: deleted.ok ? (deleted.output.facts[0]?.seq ?? 1) : 1 }
    },
  },
  'captions.write': { input: () => ({ text: 'As I said', speaker: null, language: 'en' }) },
  'hands.raise': nothing,
  'hands.lower': nothing,
  'hands.lowerFor': someone,
  'hands.letSpeak': someone,
  'away.go': nothing,
  'away.return': nothing,
  'floor.invite': someone,
  'floor.accept': { input: (scene) => invitation(scene) },
  'floor.decline': nothing,
  'floor.thank': someone,
  'timer.start': { input: () => ({ seconds: 60 }) },
  'timer.pause': { before: startTimer, ...nothing },
  'timer.resume': { before: startTimer, ...nothing },
  'timer.extend': { before: startTimer, input: () => ({ seconds: 60 }) },
  'timer.stop': nothing,
  'announcements.make': { input: () => ({ text: 'Page 12.' }) },
  'announcements.withdraw': { input: () => ({ announcement: newId() }) },
  'announcements.dismiss': { input: () => ({ announcement: newId() }) },
  'sources.open': {
    input: () => {
      const { participant, session, incarnation } = ids()
      const source = newId<'source'>()
      return { source, participant, session, incarnation, kind: 'camera', node: 'n', paused: false }
    },
  },
  'sources.pause': { unable: voiceless, input: (scene) => ownSource(scene) },
  'sources.resume': { unable: voiceless, input: (scene) => ownSource(scene, true) },
  'sources.close': { input: (scene) => ownSource(scene) },
  'sources.mute': someone,
  'sources.stop': { input: (scene) => ownSource({ ...scene, actor: scene.other }) },
  'sources.lose': { input: () => ({ sources: [newId()], reason: 'lost' }) },
  'sources.loseIncarnation': { input: () => ({ incarnation: newId() }) },
  'stage.focus': { input: () => ({ focus: { kind: 'grid' } }) },
  'lobby.set': {
    input: () => ({ admission: 'ask', guestsWithInstructor: true, capacity: 100 }),
  },
  'lobby.admit': { before: sendOut, input: ({ other }) => ({ participants: [other.participant] }) },
  'lobby.refuse': { before: sendOut, input: about },
  'lobby.sweep': nothing,
  'moderation.restrict': {
    input: ({ other: { participant } }) => ({
      participant,
      permissions: ['chat.send'],
      on: false,
      reason: '',
    }),
  },
  'moderation.slow': { input: () => ({ seconds: 10 }) },
  'moderation.warn': { input: about },
  'moderation.toLobby': { input: about },
  'moderation.remove': { input: about },
  'moderation.ban': { input: (scene) => ({ ...about(scene), by: ['device'], until: null }) },
  'moderation.lift': {
    before: async ({ school, room, other: { participant } }) => {
      const input = { participant, reason: '', by: [], until: null }
      const order = { name: 'moderation.ban', input, actor: 'system' } as const
      await school.live().rooms.submit(room, order)
    },
    input: async ({ school, room }) => {
      const state = await stateOf(school, room)
      return { ban: state.moderation.bans.keySeq().last() ?? 1, reason: '' }
    },
  },
  'flags.raise': {
    input: ({ other: { participant } }) => ({ about: { participant }, reason: 'He is rude.' }),
  },
  'flags.decide': {
    before: async ({ other, actor: { participant } }) => {
      await other.do('flags.raise', { about: { participant }, reason: 'They are rude.' })
    },
    input: async ({ school, room }) => {
      const state = await stateOf(school, room)
      return {
        flag: state.moderation.flags.keySeq().last() ?? 1,
        decision: 'dismissed',
        reason: '',
      }
    },
  },
}

/** Only students are invited; whoever has the floor may accept again. */
async function invitation({ school, room, actor }: Scene) {
  const input = { participant: actor.participant }
  const { rooms } = school.live()
  await rooms.submit(room, { name: 'hands.letSpeak', input, actor: 'system' })
  return {}
}

async function startTimer({ school, room }: Scene): Promise<void> {
  const { rooms } = school.live()
  await rooms.submit(room, { name: 'timer.start', input: { seconds: 60 }, actor: 'system' })
}

async function endClass(school: School, room: RoomId): Promise<void> {
  await school.owner.call('classes.step', { params: { room }, body: { step: 'end' } })
}

export const rtpCapabilities = generateRouterRtpCapabilities(codecs) as RtpCapabilities

export const joinMedia = (actor: Pupil) => actor.ask('media.join', { rtpCapabilities, wish: [] })

let ssrc = 40_000
export const voice = () => opus((ssrc += 1))

export const requestExamples: { readonly [Name in RequestName]: Example<RequestInput<Name>> } = {
  'room.pull': { input: ({ actor }) => ({ have: actor.connection.have }) },
  'room.renew': nothing,
  ...broadcastRequestExamples,
  'people.search': { input: () => ({ text: 'stu', limit: 10 }) },
  'chat.page': { input: () => ({ before: 1_000, limit: 10 }) },
  'polls.tallies': nothing,
  'polls.mine': nothing,
  'polls.answers': { input: (scene) => openPoll(scene, { ...question, anonymous: false }) },
  'polls.page': { input: () => ({ before: null, limit: 10 }) },
  'questions.tallies': nothing,
  'questions.page': { input: () => ({ before: null, limit: 10 }) },
  'reactions.readGauge': nothing,
  'chat.search': { input: () => ({ text: 'hello', limit: 10 }) },
  'moderation.audit': { input: () => ({ before: 1_000, limit: 10 }) },
  'media.join': { input: () => ({ rtpCapabilities, wish: [] }) },
  'media.settle': {
    input: async ({ actor }) => {
      const { incarnation } = await joinMedia(actor)
      return { incarnation }
    },
  },
  'media.connect': {
    input: async ({ actor }) => {
      const { receive } = await joinMedia(actor)
      return { transport: receive.id, dtlsParameters: dtls }
    },
  },
  'media.publish': {
    unable: { observer: 'forbidden' },
    input: async ({ actor }) => {
      const { send } = await joinMedia(actor)
      return { transport: send.id, kind: 'microphone', rtpParameters: voice(), paused: false }
    },
  },
  'media.watch': {
    input: async ({ actor }) => {
      await joinMedia(actor)
      return { wish: [] }
    },
  },
  'media.resume': {
    input: async ({ actor }) => {
      await joinMedia(actor)
      return { consumers: [] }
    },
  },
  'media.restartIce': {
    input: async ({ actor }) => {
      const { receive } = await joinMedia(actor)
      return { transport: receive.id, direction: 'receive' }
    },
  },
}

const id = newId<'participant'>()
const health = {
  picture: null,
  sound: null,
  ...{ bitrate: 0, lateSeconds: 0, reconnects: 0, rungs: [], warnings: ['noPicture'] },
}

export const signalExamples: { readonly [Name in SignalName]: object } = {
  'room.here': { inside: 1, waiting: 0 },
  'chat.typing': {},
  'captions.partial': { text: 'As I' },
  'polls.tally': { tallies: [] },
  'polls.count': { tallies: [] },
  'questions.tally': { tallies: [] },
  'reactions.send': { emoji: '👏' },
  'reactions.pace': { pace: 'lost' },
  'reactions.burst': { counts: { '👏': 2 }, people: [] },
  'reactions.gauge': { slower: 1, faster: 0, lost: 0 },
  'reactions.gathered': { counts: { '👏': 2 }, people: [] },
  'reactions.standings': { standings: [] },
  'sources.ask': { participant: null },
  'media.speakers': { active: id, levels: [{ participant: id, level: 1 }] },
  'media.quality': { peers: [{ participant: id, send: 1, receive: null }] },
  'media.demand': { source: id, layer: 0 },
  'media.starved': { sources: [id] },
  'media.move': { incarnation: id },
  'media.lost': { incarnation: id },
  'lobby.place': { ahead: 2 },
  'broadcast.health': { broadcast: id, health },
  'broadcast.refused': { reason: 'codec' },
}

export const tables = { commands, requests, signals }
