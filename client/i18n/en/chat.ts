// English texts of the chat's conversations, its search and what is shared in it.
import type { Area } from '../message.ts'

export const chat = {
  everybody: 'Everybody',
  staff: 'Staff',
  staffOnly: 'Staff only',
  conversations: 'Conversations',
  search: 'Search messages and questions',
  words: 'Words to look for',
  look: 'Search',
  lookFurther: 'Look further back',
  nothingFound: 'Nothing was found.',
  searchFailed: 'The search did not work. Try again.',
  restoredMessage: 'A restored message',
  to: 'To: {name}',
  writeTo: 'Write to {name}',
  writeToStaffOnly: 'Write to staff only',
  writeToStaff: 'Write to staff',
  withPerson: 'With {name}',
  writeAlone: 'Write to them alone',
  notAllowed: 'You cannot write here now.',
  restore: 'Restore',
  messageDeleted: 'The message was deleted.',
  emptyStaff: 'Only staff of this class read what is written here.',
  emptyToStaff: 'Everybody of the staff reads what you write here, and no other student.',
  emptyDesk: '{name} and everybody of the staff read what is written here.',
  emptyPair: 'Only you and {name} read what is written here.',
} as const satisfies Area
