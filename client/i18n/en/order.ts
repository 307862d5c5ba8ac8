// Keeping order, as whoever is refused at the door is told. The rest of the area comes with the class.
import type { Area } from '../message.ts'

export const order = {
  because: 'Reason: {reason}',
  slowWait: 'You can write again in {seconds} s.',
  bannedTitle: 'You are not let into this class',
  bannedText: 'Staff of this class banned you.',
  bannedUntil: 'Staff of this class banned you until {time}.',
  removedTitle: 'You were removed',
  removedText: 'Staff removed you from the class. If you come again, they must let you in.',
  refusedTitle: 'You were not let in',
  refusedText: 'Staff did not let you in.',
  unlessStaff: 'Staff cannot be acted against; take their role first.',
  noPlace: 'There is no free place: raise the limit first.',
} as const satisfies Area
