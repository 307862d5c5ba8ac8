// Decides work that students hide from each other: each in a layer of their own until it is revealed, then
// part of the page or gone.
import { layersFor } from '../board/rights.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { Decision } from '../log.ts'
import { isStaff } from '../roles.ts'
import { findPage, ofSheet, pageHidden, sharedOf, type OnPage, type Place } from './boards.find.ts'
import { isRevealed, type Hiding } from './boards.model.ts'
import { draft, notThere, type Deciders } from './command.ts'
import type { RoomState } from './state.ts'

type Names =
  'boards.hide' | 'boards.beginLayer' | 'boards.reveal' | 'boards.endHiding' | 'boards.hideAgain'

const notHidden: Refusal = refuse('conflict', 'Nothing is hidden on this page.', 'not-hidden')
const noLayer: Refusal = refuse('missing', 'They have nothing hidden there.', 'no-layer')
const looksOnly: Refusal = refuse('conflict', 'You can only look at this page.', 'looks-only')

function findHiding(room: RoomState, on: OnPage): (Place & { hidden: Hiding }) | Refusal {
  const found = findPage(room, on)
  if ('code' in found) return found
  const { hidden } = found.page
  return hidden === null ? notHidden : { ...found, hidden }
}

function revealAll(on: OnPage, { revealed, layers }: Hiding): Decision {
  if (revealed === 'all') return []
  return [draft('boards.revealed', { ...on, all: true, layers: [...layers].sort() })]
}

export const hidingDeciders: Deciders<Names> = {
  'boards.hide': (room, on) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    if (found.board.kind === 'sheet') return ofSheet
    return found.page.hidden === null ? [draft('boards.hidden', on)] : []
  },
  'boards.beginLayer': (room, on, { actor }) => {
    const found = findHiding(room, on)
    if ('code' in found) return found
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const { participant, role } = person
    // Staff draw on the page itself.
    if (isStaff(role) || found.hidden.layers.has(participant)) return []
    if (!layersFor(room, participant, on).begins) return looksOnly
    const readers = found.hidden.revealed === 'all' ? 'all' : (['staff', participant] as const)
    return [draft('boards.layerBegun', { ...on, participant }, readers)]
  },
  'boards.reveal': (room, { participant, ...on }) => {
    const found = findHiding(room, on)
    if ('code' in found) return found
    if (participant === null) return revealAll(on, found.hidden)
    if (!found.hidden.layers.has(participant)) return noLayer
    if (isRevealed(found.hidden, participant)) return []
    return [draft('boards.revealed', { ...on, all: false, layers: [participant] })]
  },
  'boards.endHiding': (room, { how, ...on }) => {
    const found = findHiding(room, on)
    if ('code' in found) return found
    const merged = how === 'merge' ? [...found.hidden.layers].sort() : []
    const body = { ...on, epoch: found.page.epoch + 1, origin: sharedOf(found, { merged }) }
    return [draft('boards.hidingEnded', body)]
  },
  'boards.hideAgain': (room, on) => {
    const found = findPage(room, on)
    if ('code' in found) return found
    const { ended, hidden, epoch } = found.page
    if (hidden !== null) return pageHidden
    if (ended === null) return notHidden
    const origin = sharedOf(found, { epoch: ended.epoch })
    return [draft('boards.hiddenAgain', { ...on, epoch: epoch + 1, origin })]
  },
}
