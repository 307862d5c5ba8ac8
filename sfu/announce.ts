// How the parts of a node tell the servers what happened.
import type { SfuEventName, SfuEvents } from '../shared/contract/sfu.ts'

export type Announce = <N extends SfuEventName>(name: N, data: SfuEvents[N]) => void
