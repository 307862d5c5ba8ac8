// Answers what people ask about polls: how they stand, one's own votes, who voted what, older ones.
// Everything is what the asker may see now.
import { LyceumError } from '../../shared/errors.ts'
import type { ParticipantId, PollId } from '../../shared/ids.ts'
import type { FactOf } from '../../shared/room/feature.ts'
import { foldInto } from '../../shared/room/feature.ts'
import { show } from '../../shared/room/marks.ts'
import { allPolls, type ClosedPoll, type PollAnswer } from '../../shared/room/polls.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import type { Room } from '../rooms/room.ts'
import type { PollSecrets } from './secrets.ts'
import { mayWatch, reportOf } from './standing.ts'

type Handled = 'polls.tallies' | 'polls.mine' | 'polls.answers' | 'polls.page'

/** All that ever happens to polls but votes. */
const lifeTypes = ['opened', 'keyed', 'closed', 'reopened', 'counted', 'revealed', 'discarded'].map(
  (what) => `polls.${what}`,
)
/** A class has fewer facts about polls; of one that had more, the newest are told. */
const lifeLimit = 2_000
const readLimit = 1_000

const viewerOfSender = ({ room, member }: Sender) => room.viewer(member.arrival.participant)

async function closedPolls(room: Room, viewer: Viewer): Promise<ClosedPoll[]> {
  if (viewer.kind === 'waiting') return []
  const { seq } = room.log.position
  const newest = await room.log.readBack(seq + 1, lifeTypes, lifeLimit)
  const seen = show(newest.toReversed(), viewer)
  const slice = seen.reduce((polls, fact) => foldInto(allPolls, polls, fact), allPolls.initial)
  return slice.closed.toArray()
}

async function votesBetween(room: Room, poll: PollId, window: { after: number; upto: number }) {
  const votes = new Map<string, PollAnswer>()
  let { after } = window
  while (after < window.upto) {
    const facts = await room.log.read({ after, upto: window.upto, limit: readLimit })
    for (const fact of facts) {
      if (fact.type !== 'polls.voted') continue
      const { body } = fact as unknown as FactOf<'polls.voted'>
      if (body.poll === poll && body.voter !== null) votes.set(body.voter, body)
    }
    after = facts.at(-1)?.seq ?? window.upto
  }
  return votes
}

async function votesOf(sender: Sender, poll: PollId): Promise<Iterable<[string, PollAnswer]>> {
  const { room } = sender
  const open = room.state.polls.open.get(poll)
  if (open?.anonymous === false) return open.votes
  const closed = (await closedPolls(room, viewerOfSender(sender))).find((one) => one.poll === poll)
  const asked = open ?? closed
  if (asked === undefined) throw new LyceumError('missing')
  if (asked.anonymous || closed === undefined)
    throw new LyceumError('conflict', 'Nobody knows who voted what: the poll is anonymous.')
  return votesBetween(room, poll, { after: closed.openedSeq, upto: closed.seq })
}

const listed = ({ choices, text }: PollAnswer) => ({ choices: [...choices], text })

export function pollRequests(secrets: PollSecrets): Pick<RequestHandlers, Handled> {
  return {
    'polls.tallies': (sender) => {
      const { kind } = viewerOfSender(sender)
      const open = [...sender.room.state.polls.open.values()]
      return Promise.resolve({ tallies: open.filter((one) => mayWatch(one, kind)).map(reportOf) })
    },
    'polls.mine': async ({ room, member }) => {
      const { participant } = member.arrival
      const open = [...room.state.polls.open.values()].filter(({ votes }) => votes.size > 0)
      const named = await Promise.all(
        open.map(async ({ poll, votes }) => {
          const name = await secrets.nameOf(room, poll, participant)
          return { poll, vote: votes.get(name ?? participant) }
        }),
      )
      const votes = named.flatMap(({ poll, vote }) =>
        vote === undefined ? [] : [{ poll, ...listed(vote) }],
      )
      return { votes }
    },
    'polls.answers': async (sender, { poll }) => {
      const { people } = sender.room.state
      const answers = [...(await votesOf(sender, poll))].map(([voter, answer]) => {
        const participant = voter as ParticipantId
        return { participant, name: people.get(participant)?.name ?? null, ...listed(answer) }
      })
      return { answers }
    },
    'polls.page': async (sender, { before, limit }) => {
      const closed = await closedPolls(sender.room, viewerOfSender(sender))
      const older = closed.filter(({ seq }) => before === null || seq < before)
      return { polls: older.slice(0, limit) as never, more: older.length > limit }
    },
  }
}
