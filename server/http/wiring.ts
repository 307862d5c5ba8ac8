// Wires accounts, catalogue and the HTTP application by hand, top to bottom; the root gives it what it
// needs of the outside. The only file of the door that knows domains.
import type { Express } from 'express'
import type { Pool } from 'pg'
import { accountsHandlers } from '../auth/accountsHandlers.ts'
import type { RouteName } from '../../shared/contract/http/routes.ts'
import type { AccountId, RoomId } from '../../shared/ids.ts'
import { createAccounts, type AccountStore } from '../auth/accounts.ts'
import { authHandlers } from '../auth/authHandlers.ts'
import type { Clock } from '../auth/clock.ts'
import { createKeyRing, type KeyRing } from '../auth/keys.ts'
import { createLinks, createSetUp, type OneTimeLinks, type SetUp } from '../auth/links.ts'
import { createSeats, type SeatStore } from '../auth/seats.ts'
import { createSessions, type SessionStore } from '../auth/sessions.ts'
import { createTokens, type Tokens } from '../auth/tokens.ts'
import { createWatchTokens, type WatchTokens } from '../auth/watchTokens.ts'
import { hlsDoor } from '../broadcast/hlsDoor.ts'
import { streamKeysHandlers } from '../broadcast/streamKeysHandlers.ts'
import { classTaughtBy } from '../broadcast/taught.ts'
import { createStreamKeys, type StreamKeyStore } from '../broadcast/streamKeys.ts'
import { captionHandlers } from '../catalogue/captionHandlers.ts'
import { catalogueHandlers } from '../catalogue/catalogueHandlers.ts'
import { createClasses, type ClassStore } from '../catalogue/classes.ts'
import { classesHandlers } from '../catalogue/classesHandlers.ts'
import { createCourses, type CourseStore } from '../catalogue/courses.ts'
import { createGate } from '../catalogue/gate.ts'
import { createInvites, type InviteStore } from '../catalogue/invites.ts'
import { invitesHandlers, joinHandlers } from '../catalogue/joinHandlers.ts'
import { createMembers, type MemberStore } from '../catalogue/members.ts'
import type { RoomDoor } from '../catalogue/ports.ts'
import { folderOfBlobs, type Blobs } from '../blobs/blobs.ts'
import { createSeries, type SeriesStore } from '../catalogue/series.ts'
import { createStanding, type Standing } from '../catalogue/standing.ts'
import { createPollBank } from '../polls/bank.ts'
import { bankHandlers } from '../polls/bankHandlers.ts'
import { PollSecrets } from '../polls/secrets.ts'
import type { BoardArchive } from '../boards/archive.ts'
import { archiveHandlers } from '../boards/archiveHandlers.ts'
import { createConversions } from '../boards/slides/conversions.ts'
import { findOffice, officeAt, officeLimits } from '../boards/slides/office.ts'
import { slidesHandlers } from '../boards/slides/slidesHandlers.ts'
import { createSlides, type SlidesStore } from '../boards/slides/store.ts'
import { createTemplates, type TemplateStore } from '../boards/templates/store.ts'
import { templatesHandlers } from '../boards/templates/templatesHandlers.ts'
import { nodesHandlers } from '../media/nodesHandlers.ts'
import { openRegister } from '../media/register.ts'
import { createOperation } from '../operation/operation.ts'
import { operationHandlers } from '../operation/operationHandlers.ts'
import { filesHandlers } from '../files/filesHandlers.ts'
import { createMaterials, type MaterialStore } from '../files/materials.ts'
import { materialsHandlers } from '../files/materialsHandlers.ts'
import { createFileStore, type FileStore } from '../files/store.ts'
import { exportHandlers } from '../export/exportHandlers.ts'
import { buildHttp, type HttpOptions } from './app.ts'
import { createLimits } from './limits.ts'
import type { TrialDoor } from '../media/trials.ts'
import type { LimitsConfig } from '../limits/budgets.ts'
import { originCheck, type OriginCheck } from './origin.ts'

export interface DoorConfig {
  /** Without a slash at its end. */
  readonly publicUrl: string
  readonly version: string
  readonly trustProxy: boolean | number | string
  readonly clientFolder: string
  /** The folder of an operator's picture processor; null without one. */
  readonly processor: string | null
  readonly limits: LimitsConfig
  readonly demo: boolean
  /** The folder of blobs, and bytes that one of them may have. */
  readonly blobs: string
  readonly fileLimit: number
  readonly materialLimit: number
  /** Where LibreOffice is; null: where it usually is, if it is. */
  readonly office: string | null
}

export interface DoorNeeds extends Pick<HttpOptions, 'log' | 'ready' | 'metrics'> {
  readonly db: Pool
  readonly clock: Clock
  readonly rooms: RoomDoor
  readonly archive: BoardArchive
  readonly trials: TrialDoor
  readonly recorders: RecorderDoor
  readonly config: DoorConfig
  readonly counts: DoorCounts
}

/** What the doors need of recorders. */
export interface RecorderDoor {
  /** Where encoders come in just now. */
  readonly ingests: readonly string[]
  /** Recorders are told at once. */
  keysChanged(): void
  /** Where a recorder's HTTP port is; null for a node that nobody knows. */
  addressOf(node: string): string | null
}

export interface DoorCounts {
  /** Every request, by how it went. */
  readonly answered: (outcome: string, ms: number) => void
  /** A way in, by how it went and how far it came. */
  readonly joined: (outcome: string, stage: JoinStage, ms: number) => void
}

/** The first stages of a way into a class; those after it are the socket's and the media's. */
export type JoinStage = 'door' | 'enter'
const joinStages: Partial<Record<RouteName, JoinStage>> = {
  'join.door': 'door',
  'join.enter': 'enter',
}

/** What the rest of the server may use of accounts and catalogue. */
export interface Domains {
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly links: OneTimeLinks
  readonly setUp: SetUp
  readonly keys: KeyRing
  readonly tokens: Tokens
  readonly watchTokens: WatchTokens
  readonly seats: SeatStore
  readonly courses: CourseStore
  readonly members: MemberStore
  readonly classes: ClassStore
  readonly series: SeriesStore
  readonly invites: InviteStore
  readonly standing: Standing
  readonly streamKeys: StreamKeyStore
  /** The class that somebody teaches now, or next. */
  readonly classTaughtBy: (account: AccountId) => Promise<RoomId | null>
  readonly pollSecrets: PollSecrets
  readonly blobs: Blobs
  readonly files: FileStore
  readonly materials: MaterialStore
  readonly slides: SlidesStore
  readonly templates: TemplateStore
}

export interface Door extends Domains {
  readonly app: Express
  readonly isOwnOrigin: OriginCheck
}

type DomainNeeds = Pick<DoorNeeds, 'db' | 'clock' | 'rooms'> & {
  readonly publicUrl: string
  /** The folder of blobs. */
  readonly folder: string
}

export function createDomains({ db, clock, rooms, publicUrl, folder }: DomainNeeds): Domains {
  const now = () => clock.now()
  const blobs = folderOfBlobs(folder)
  const accounts = createAccounts({ db, clock })
  const keys = createKeyRing({ db, clock })
  const sessions = createSessions({ db, clock })
  const classes = createClasses({ db, clock, rooms })
  return {
    accounts,
    sessions,
    links: createLinks({ db, clock, publicUrl }),
    setUp: createSetUp({ db, clock, accounts }),
    keys,
    tokens: createTokens({ keys, clock, issuer: publicUrl }),
    watchTokens: createWatchTokens({ keys, clock, issuer: publicUrl }),
    seats: createSeats({ db, clock }),
    courses: createCourses({ db, clock }),
    members: createMembers(db),
    classes,
    series: createSeries({ db, clock, rooms, classes }),
    invites: createInvites({ db, clock, publicUrl }),
    standing: createStanding({ db, classes, sessions }),
    pollSecrets: new PollSecrets({ db, now }),
    streamKeys: createStreamKeys({ db, now }),
    classTaughtBy: (account) => classTaughtBy(db, { account, now: now() }),
    blobs,
    files: createFileStore({ db, blobs, now }),
    materials: createMaterials({ db, blobs, now }),
    templates: createTemplates({ db, blobs, now }),
    slides: createSlides(db, now),
  }
}

/** Nodes, and how classes are there, for operators. */
function operating({ db, clock, rooms }: Pick<DoorNeeds, 'db' | 'clock' | 'rooms'>) {
  const register = openRegister(db)
  const stateOf = async (room: RoomId) => {
    const record = await rooms.record(room)
    record.close()
    return record.state
  }
  const operation = createOperation({ db, register, now: () => clock.now(), stateOf })
  return { ...nodesHandlers({ db, register }), ...operationHandlers(operation) }
}

export function createDoor(needs: DoorNeeds): Door {
  const { db, clock, rooms, archive, trials, recorders, config, log, ready } = needs
  const { metrics, counts } = needs
  const { publicUrl, demo, fileLimit, materialLimit } = config
  const domains = createDomains({ db, clock, rooms, publicUrl, folder: config.blobs })
  const { members, keys } = domains
  const isOwnOrigin = originCheck(publicUrl)
  const conversions = createConversions({
    ...domains,
    office: async () => {
      const program = await findOffice(config.office)
      return program === null ? null : officeAt(program)
    },
    limits: { ...officeLimits, size: materialLimit },
    failed: (what, error) => {
      log.error({ err: error }, what)
    },
  })
  const app = buildHttp({
    ...config,
    log,
    ready,
    metrics,
    isOwnOrigin,
    hls: hlsDoor((node) => recorders.addressOf(node)),
    answered: (route, outcome, ms) => {
      counts.answered(outcome, ms)
      const stage = joinStages[route]
      if (stage !== undefined) counts.joined(outcome, stage, ms)
    },
    gate: createGate({ ...domains, db, rooms }),
    limits: createLimits(config.limits),
    handlers: {
      ...authHandlers({ ...domains, db, publicUrl, demo }),
      ...accountsHandlers({ ...domains, memberships: members }),
      ...catalogueHandlers({ ...domains, clock }),
      ...classesHandlers({ ...domains, db, clock, rooms, publicUrl }),
      ...bankHandlers({ bank: createPollBank(db) }),
      ...invitesHandlers(domains),
      ...exportHandlers({ rooms, clock }),
      ...captionHandlers({ ...domains, rooms }),
      ...filesHandlers({ ...domains, rooms, limit: fileLimit }),
      ...archiveHandlers({ ...domains, rooms, archive }),
      ...materialsHandlers({ ...domains, rooms, limit: materialLimit }),
      ...streamKeysHandlers({ ...domains, recorders }),
      ...templatesHandlers({ ...domains, limit: materialLimit }),
      ...operating({ db, clock, rooms }),
      ...slidesHandlers({ ...domains, rooms, conversions, limit: materialLimit }),
      ...joinHandlers({ ...domains, clock, rooms, fileLimit }),
      'media.try': () => trials.open(),
      'keys.jwks': () => keys.jwks(),
    },
  })
  return { ...domains, app, isOwnOrigin }
}
