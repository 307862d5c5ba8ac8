// Encoders that come and go.
import fc from 'fast-check'
import { asCommand } from './askingMoves.ts'
import { testId } from './cast.ts'

const broadcast = fc.constantFrom(...[0, 0, 0, 1].map((n) => testId<'broadcast'>(4_000_000 + n)))
const which = fc.record({ broadcast })

export const aboutBroadcasts = fc.oneof(
  asCommand(
    'broadcast.begin',
    fc.record({ broadcast, node: fc.constant('r'), opens: fc.boolean() }),
  ),
  asCommand('broadcast.interrupt', which),
  asCommand('broadcast.resume', which),
  asCommand('broadcast.end', fc.record({ broadcast, reason: fc.constantFrom('silent', 'lost') })),
)
