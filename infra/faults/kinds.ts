// Everything that people do in a class under faults. A feature is added here with its acts.
import { asking } from './kinds/asking.ts'
import { files } from './kinds/files.ts'
import { order } from './kinds/order.ts'
import { reactions } from './kinds/reactions.ts'
import { talk } from './kinds/talk.ts'
import type { Kind } from './acts.ts'

export const kinds: readonly Kind[] = [...talk, ...asking, ...order, ...reactions, ...files]
