// One example of every route: who may call it with what. The type makes the table complete, so that no
// route can be without its happy, its forbidden and its fuzz tests.
import type { accountsRoutes } from '../../../shared/contract/http/accounts.ts'
import type { authRoutes } from '../../../shared/contract/http/auth.ts'
import type { captionRoutes } from '../../../shared/contract/http/captions.ts'
import type { catalogueRoutes } from '../../../shared/contract/http/catalogue.ts'
import type { classesRoutes } from '../../../shared/contract/http/classes.ts'
import type { exportsRoutes } from '../../../shared/contract/http/exports.ts'
import type { invitesRoutes } from '../../../shared/contract/http/invites.ts'
import type { pollsRoutes } from '../../../shared/contract/http/polls.ts'
import type { nodesRoutes } from '../../../shared/contract/http/nodes.ts'
import type { operationRoutes } from '../../../shared/contract/http/operation.ts'
import type { joinRoutes, keysRoutes } from '../../../shared/contract/http/join.ts'
import type { trialRoutes } from '../../../shared/contract/http/trial.ts'
import type { InputOf } from '../../../shared/contract/http/routes.ts'
import { onLesson, onRoom, type Examples, type ExamplesOf } from './example.ts'
import { fileExamples } from './fileExamples.ts'
import { streamKeyExamples } from './streamKeyExamples.ts'
import { secretIn, testPassword, weekly, type Scene } from './scene.ts'

let count = 0
/** A login nobody has yet. */
const fresh = (): string => `person${(count += 1)}`
const person = () => ({ name: 'New Person', login: fresh(), password: testPassword })

/** A class of its own, for examples that change it. */
async function ownClass({ browsers }: Scene) {
  const body = { title: 'Own', start: '2099-01-01T10:00', zone: 'UTC', duration: 45 }
  const { class: made } = await browsers.teacher.call('classes.plan', { body })
  return { room: made.room }
}

async function ownSeries({ browsers, lesson }: Scene) {
  const params = { lesson: lesson.id }
  const { series } = await browsers.teacher.call('classes.schedule', { params, body: weekly() })
  return { series: series! }
}

async function ownAccount({ browsers }: Scene) {
  const body = { login: fresh(), name: 'Someone' }
  const { account, link } = await browsers.owner.call('accounts.create', { body })
  return { params: { account: account.id }, link: secretIn(link.url, 'link'), login: body.login }
}

const onCourse = ({ course }: Scene) => ({ course: course.id })

const auth: ExamplesOf<typeof authRoutes> = {
  'auth.me': { as: 'nobody', input: () => ({}) },
  // The scene has its owner already; the story of the first day tells how one is made.
  'auth.setUp': { as: 'nobody', input: () => ({ body: { code: 'AAAA-AAAA-AAAA', ...person() } }) },
  'auth.signIn': {
    as: 'nobody',
    input: () => ({ body: { login: 'student', password: testPassword } }),
  },
  'auth.openLink': {
    as: 'nobody',
    input: async (scene: Scene) => ({ body: { link: (await ownAccount(scene)).link } }),
  },
  'auth.signOut': { as: 'nobody', input: () => ({ body: {} }) },
  'auth.changePassword': {
    as: 'student',
    input: () => ({ body: { current: testPassword, next: testPassword } }),
  },
  'auth.update': { as: 'student', input: () => ({ body: { name: 'Stu', language: 'de' } }) },
  'auth.feed': { as: 'student', input: () => ({}) },
  'auth.renewFeed': { as: 'student', input: () => ({ body: {} }) },
}

const accounts: ExamplesOf<typeof accountsRoutes> = {
  'accounts.list': { as: 'owner', input: () => ({ query: { search: 'stu' } }) },
  'accounts.create': { as: 'owner', input: () => ({ body: { login: fresh(), name: 'A' } }) },
  'accounts.import': {
    as: 'owner',
    input: () => ({ body: { format: 'csv', text: `login,name\n${fresh()},A\n??,B` } }),
  },
  'accounts.update': {
    as: 'owner',
    input: async (scene: Scene) => ({
      params: (await ownAccount(scene)).params,
      body: { name: 'Renamed', disabled: true },
    }),
  },
  'accounts.link': {
    as: 'owner',
    input: async (scene: Scene) => ({ params: (await ownAccount(scene)).params, body: {} }),
  },
  'accounts.recover': {
    as: 'owner',
    input: async (scene: Scene) => ({ params: (await ownAccount(scene)).params, body: {} }),
  },
  'members.import': {
    as: 'teacher',
    input: (scene: Scene) => ({
      params: onCourse(scene),
      body: { format: 'lines', text: `Ann <${fresh()}>\nhelper` },
    }),
  },
  'members.link': {
    as: 'teacher',
    input: (scene: Scene) => ({
      params: { ...onCourse(scene), account: scene.accounts.student.id },
      body: {},
    }),
  },
}

const catalogue: ExamplesOf<typeof catalogueRoutes> = {
  'catalogue.list': { as: 'student', input: () => ({ query: {} }) },
  'programs.create': { as: 'teacher', input: () => ({ body: { title: 'Another' } }) },
  'programs.update': {
    as: 'teacher',
    input: ({ program }: Scene) => ({
      params: { program: program.id },
      body: { title: 'School', position: 0 },
    }),
  },
  'courses.create': { as: 'teacher', input: () => ({ body: { title: 'Another' } }) },
  'courses.get': { as: 'student', input: (scene: Scene) => ({ params: onCourse(scene) }) },
  'courses.update': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onCourse(scene), body: { title: 'Physics' } }),
  },
  'modules.create': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onCourse(scene), body: { title: 'Two' } }),
  },
  'modules.update': {
    as: 'teacher',
    input: ({ module }: Scene) => ({ params: { module: module.id }, body: { position: 1 } }),
  },
  'lessons.create': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onCourse(scene), body: { title: 'Sound' } }),
  },
  'lessons.get': { as: 'student', input: (scene: Scene) => ({ params: onLesson(scene) }) },
  'lessons.update': {
    as: 'teacher',
    input: (scene: Scene) => ({
      params: onLesson(scene),
      body: { module: scene.module.id, visibility: 'visible' },
    }),
  },
  'members.list': { as: 'teacher', input: (scene: Scene) => ({ params: onCourse(scene) }) },
  'members.add': {
    as: 'teacher',
    input: (scene: Scene) => ({
      params: onCourse(scene),
      body: { login: 'helper', role: 'assistant' },
    }),
  },
  'members.remove': {
    as: 'teacher',
    input: async (scene: Scene) => {
      const { params, login } = await ownAccount(scene)
      const body = { login, role: 'student' as const }
      await scene.browsers.teacher.call('members.add', { params: onCourse(scene), body })
      return { params: { ...onCourse(scene), ...params } }
    },
  },
}

const classes: ExamplesOf<typeof classesRoutes> = {
  'classes.list': { as: 'student', input: () => ({ query: { from: 0, to: Date.now() } }) },
  'classes.schedule': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onLesson(scene), body: weekly() }),
  },
  'classes.startLesson': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onLesson(scene), body: {} }),
  },
  'classes.plan': {
    as: 'teacher',
    input: () => ({
      body: { title: 'Alone', start: '2099-01-01T10:00', zone: 'UTC', duration: 45 },
    }),
  },
  'classes.startNow': { as: 'teacher', input: () => ({ body: { title: 'Now' } }) },
  'classes.get': { as: 'student', input: (scene: Scene) => ({ params: onRoom(scene) }) },
  'classes.update': {
    as: 'teacher',
    input: async (scene: Scene) => ({
      params: await ownClass(scene),
      body: { title: 'Later', start: '2099-02-02T10:00', zone: 'Asia/Tokyo' },
    }),
  },
  'classes.step': {
    as: 'teacher',
    input: async (scene: Scene) => ({ params: await ownClass(scene), body: { step: 'open' } }),
  },
  'classes.staff': { as: 'teacher', input: (scene: Scene) => ({ params: onRoom(scene) }) },
  'classes.handOver': {
    as: 'teacher',
    input: async (scene: Scene) => {
      const { teacher } = scene.browsers
      const { class: made } = await teacher.call('classes.startLesson', {
        params: onLesson(scene),
        body: {},
      })
      return { params: { room: made.room }, body: { account: scene.accounts.helper.id } }
    },
  },
  'series.get': { as: 'student', input: ({ series }: Scene) => ({ params: { series } }) },
  'series.update': {
    as: 'teacher',
    input: async (scene: Scene) => {
      const plan = { ...weekly(), title: 'Weekly', repeat: { days: [2], count: 3 } }
      return { params: await ownSeries(scene), body: plan }
    },
  },
  'series.cancel': {
    as: 'teacher',
    input: async (scene: Scene) => ({ params: await ownSeries(scene), body: {} }),
  },
  'classes.calendar': { as: 'student', input: (scene: Scene) => ({ params: onRoom(scene) }) },
  'courses.calendar': { as: 'student', input: (scene: Scene) => ({ params: onCourse(scene) }) },
  'calendar.feed': {
    as: 'nobody',
    input: async ({ browsers }: Scene) => {
      const { url } = await browsers.student.call('auth.feed', {})
      return { params: { feed: url.split('/').at(-1)! } }
    },
  },
}

const definition: InputOf<'polls.prepare'>['body']['definition'] = {
  kind: 'single',
  question: 'Which?',
  options: ['this', 'that'],
  min: 1,
  max: 1,
  scale: null,
  anonymous: false,
  changes: true,
  results: 'reveal',
  right: [0],
  seconds: 60,
}

async function ownPoll(scene: Scene) {
  const order = { params: onLesson(scene), body: { definition } }
  const { poll } = await scene.browsers.teacher.call('polls.prepare', order)
  return { ...onLesson(scene), poll: poll.id }
}

const polls: ExamplesOf<typeof pollsRoutes> = {
  'polls.prepared': { as: 'teacher', input: (scene: Scene) => ({ params: onLesson(scene) }) },
  'polls.ofClass': { as: 'teacher', input: (scene: Scene) => ({ params: onRoom(scene) }) },
  'polls.prepare': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onLesson(scene), body: { definition } }),
  },
  'polls.change': {
    as: 'teacher',
    input: async (scene: Scene) => ({ params: await ownPoll(scene), body: { position: 0 } }),
  },
  'polls.copy': {
    as: 'teacher',
    input: async (scene: Scene) => ({ params: await ownPoll(scene), body: {} }),
  },
  'polls.delete': {
    as: 'teacher',
    input: async (scene: Scene) => ({ params: await ownPoll(scene) }),
  },
}

const joining: ExamplesOf<
  typeof invitesRoutes & typeof joinRoutes & typeof keysRoutes & typeof trialRoutes
> = {
  'media.try': { as: 'nobody', input: () => ({ body: {} }) },
  'invites.list': { as: 'teacher', input: (scene: Scene) => ({ params: onRoom(scene) }) },
  'invites.make': {
    as: 'teacher',
    input: (scene: Scene) => ({ params: onRoom(scene), body: { role: 'observer' } }),
  },
  'invites.revoke': {
    as: 'teacher',
    input: async (scene: Scene) => {
      const order = { params: onRoom(scene), body: { role: 'student' as const } }
      const { invite } = await scene.browsers.teacher.call('invites.make', order)
      return { params: { ...onRoom(scene), invite: invite.id } }
    },
  },
  'join.door': {
    as: 'nobody',
    input: (scene: Scene) => ({ params: onRoom(scene), query: { invite: scene.invite } }),
  },
  'join.enter': {
    as: 'nobody',
    input: (scene: Scene) => ({
      params: onRoom(scene),
      body: { invite: scene.invite, name: 'Ada' },
    }),
  },
  'join.claim': {
    as: 'nobody',
    input: (scene: Scene) => ({
      params: onRoom(scene),
      body: { invite: scene.invite, ...person() },
    }),
  },
  // `nobody` has a guest's seat after the example of `join.enter`; see the test.
  'join.keep': { as: 'nobody', input: () => ({ body: person() }) },
  'join.adopt': { as: 'student', input: () => ({ body: {} }) },
  'keys.jwks': { as: 'nobody', input: () => ({}) },
}

const exporting: ExamplesOf<typeof exportsRoutes & typeof captionRoutes> = {
  'captions.write': {
    as: 'nobody',
    input: async (scene) => {
      const params = onRoom(scene)
      const { token } = await scene.browsers.teacher.call('join.enter', { params, body: {} })
      const line = { text: 'As I said', speaker: null, language: 'en' }
      return { params, body: { token, key: fresh(), ...line } }
    },
  },
  'exports.download': {
    as: 'teacher',
    input: (scene) => ({ params: { ...onRoom(scene), file: 'chat.csv' } }),
  },
}

const nodes: ExamplesOf<typeof nodesRoutes> = {
  'nodes.list': { as: 'owner', input: () => ({}) },
  'nodes.get': { as: 'owner', input: async (scene) => ({ params: await aMediaNode(scene) }) },
  'nodes.drain': {
    as: 'owner',
    input: async (scene) => ({ params: await aMediaNode(scene), body: { draining: true } }),
  },
  'nodes.remove': {
    as: 'owner',
    input: async (scene) => ({ params: await aMediaNode(scene) }),
  },
}

const operation: ExamplesOf<typeof operationRoutes> = {
  'operation.classes': { as: 'owner', input: () => ({}) },
  'operation.class': { as: 'owner', input: (scene) => ({ params: onRoom(scene) }) },
  'operation.alerts': { as: 'owner', input: () => ({}) },
}

/** One that was heard once. */
async function aMediaNode({ site: { db } }: Scene) {
  const node = `media-${fresh()}`
  const facts = { version: null, workers: [], people: 0, rooms: 0 }
  const text = 'INSERT INTO media_nodes (node, heard_at, facts) VALUES ($1, 0, $2)'
  await db.query(text, [node, facts])
  return { node }
}

export const examples: Examples = {
  ...auth,
  ...accounts,
  ...catalogue,
  ...classes,
  ...polls,
  ...joining,
  ...exporting,
  ...nodes,
  ...operation,
  ...streamKeyExamples,
  ...fileExamples,
}
