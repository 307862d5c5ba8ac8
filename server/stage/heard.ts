// Who is told that somebody speaks: staff of everybody, the others of whom they can hear. Pure.
import type { SignalData } from '../../shared/contract/index.ts'
import { areTogether, reaches, type BreakoutSlice } from '../../shared/room/breakouts.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { Heard } from './speech.ts'

type Speakers = SignalData<'media.speakers'>

/** The loudest of all are enough where all hear the same. */
const loudest = 10

export function loudestOf({ active, levels }: Heard): Speakers {
  return { active, levels: levels.slice(0, loudest) }
}

export function heardBy(
  breakouts: BreakoutSlice,
  { participant: me, kind }: Viewer,
  { active, levels }: Heard,
): Speakers {
  const near = levels.filter(({ participant }) => reaches(breakouts, participant, me))
  return {
    active: active !== null && areTogether(breakouts, active, me) ? active : null,
    levels: kind === 'staff' ? [...levels] : near,
  }
}
