// The broadcast as everybody in class meets it; the player and the staff's dialog have words of their own.
import type { Area } from '../message.ts'

export const broadcast = {
  encoder: 'Stream from an encoder',
  encoderOn: 'Something goes out now',
  began: 'A broadcast has begun. It is on the stage.',
  interrupted: 'The broadcast is interrupted. It goes on in a moment.',
  resumed: 'The broadcast goes on.',
  over: 'The broadcast is over.',
  over_staff: 'It was ended by staff.',
  over_silent: 'Nothing more was sent.',
  over_lost: 'The server that made it is gone.',
  over_class: 'The class is over.',
  over_replaced: 'Another one has taken its place.',
  refused_codec:
    'An encoder was sent away: its picture must be H.264 and its sound AAC. Choose these in its output settings.',
  refused_broken: 'An encoder was sent away: what it sent could not be read as a stream.',
  refused_noClass: 'An encoder was sent away: its key is for no class that takes place now.',
  refused_ended: 'An encoder was sent away, because the broadcast was ended a moment ago.',
} as const satisfies Area
