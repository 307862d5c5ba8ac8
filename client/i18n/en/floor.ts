// Who is invited to speak, and who has the floor.
import type { Area } from '../message.ts'

export const floor = {
  invited: 'You may speak now.',
  accept: 'Speak',
  decline: 'Not now',
  invite: 'Invite to speak',
  uninvite: 'Take the invitation back',
  invitedWord: 'invited to speak',
  lifts: 'Lifts the restriction meanwhile',
  lifted: 'restricted otherwise',
  speaking: 'Have the floor',
  thank: 'Thank you',
  thankOf: 'Thank you, {name}: take the floor back',
  thankedYou: 'Thank you. You are listening again.',
  thanked: '{name} listens again.',
} as const satisfies Area
