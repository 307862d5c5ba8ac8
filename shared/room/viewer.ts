// Who looks at a room, and whether they may see a fact. The law of views rests on these two functions.
import type { ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'

/** `waiting` people see what is for everyone, the life of the class, and nothing else. */
export type ViewKind = 'staff' | 'member' | 'waiting'

export interface Viewer {
  readonly participant: ParticipantId
  readonly kind: ViewKind
  /** Why staff made them wait, where they did. */
  readonly sent?: { readonly act: string; readonly reason: string | null }
}

export function sees(viewer: Viewer, visibleTo: Visibility): boolean {
  if (visibleTo === 'everyone') return true
  if (viewer.kind === 'waiting') return false
  if (visibleTo === 'all') return true
  if (viewer.kind === 'staff' && visibleTo.includes('staff')) return true
  return visibleTo.includes(viewer.participant)
}
