// The green room: checking camera, microphone and loudspeaker before joining.
import type { Area } from '../message.ts'

export const greenroom = {} as const satisfies Area
