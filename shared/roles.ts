// Roles as data: a role is a name for a list of permissions. `can` is the one function that answers
// whether somebody may do something; it denies unless a permission is granted.

export const permissions = {
  'class.see': 'see and hear the class',
  'class.manage': 'open, start, end, reopen and configure the class',
  'class.invite': 'make and revoke invitations',
  'people.list': 'see who is here and search them',
  'people.admit': 'admit or refuse people who wait',
  'people.remove': 'remove, ban and readmit people',
  'people.warn': 'warn people and send them to the lobby',
  'people.appoint': 'give and take roles during class',
  'people.grant': 'grant and take single permissions of one person',
  'people.self': 'leave, rename oneself, say “away”, choose the device that holds media',
  'chat.send': 'write in the chat',
  'chat.private': 'write to single students',
  'chat.toStaff': 'write to staff',
  'chat.staff': 'read and write the staff chat',
  'chat.moderate': 'delete and restore anybody’s messages, slow mode',
  'files.send': 'send files and photos',
  'files.manage': 'add and remove lesson materials',
  'hands.raise': 'raise one’s hand',
  'hands.manage': 'lower hands, let people speak',
  'media.microphone': 'be heard',
  'media.camera': 'be seen',
  'media.screen': 'share a screen',
  'media.seeCameras': 'see other students’ cameras',
  'media.moderate': 'mute, stop cameras and screens, forbid them',
  'stage.direct': 'choose what is on the stage for all',
  'polls.vote': 'vote in polls',
  'polls.manage': 'make, open, close and publish polls',
  'questions.ask': 'ask and upvote questions',
  'questions.manage': 'answer, merge, pin, dismiss and approve questions',
  'reactions.send': 'react and give pace feedback',
  'reactions.gauge': 'see the pace gauge',
  'timer.manage': 'run the timer, make announcements',
  'flags.raise': 'flag a message or a person',
  'flags.decide': 'see and decide flags, read the audit view',
  'captions.write': 'write captions',
  'board.view': 'see the boards',
  'board.draw': 'draw on the boards',
  'board.manage': 'set rights, pages, layers and restore boards',
  'breakouts.join': 'take part in breakout rooms',
  'breakouts.manage': 'make, open and close breakout rooms',
  'recording.manage': 'record, pause, mark',
  'broadcast.manage':
    'make the class a lecture, stream keys, move people between stage and audience',
  'reports.see': 'see attendance and answers, export',
} as const

export type Permission = keyof typeof permissions
export const allPermissions = Object.keys(permissions) as readonly Permission[]

export const roles = ['instructor', 'moderator', 'student', 'guest', 'observer'] as const
export type Role = (typeof roles)[number]

export const installationRoles = ['owner', 'operator', 'member'] as const
export type InstallationRole = (typeof installationRoles)[number]

export const courseRoles = ['instructor', 'assistant', 'student'] as const
export type CourseRole = (typeof courseRoles)[number]

const watch = ['class.see', 'people.list', 'people.self', 'media.seeCameras', 'board.view'] as const
const guest = [
  ...watch,
  'chat.send',
  'chat.private',
  'chat.toStaff',
  'hands.raise',
  'media.microphone',
  'media.camera',
  'media.screen',
  'polls.vote',
  'questions.ask',
  'reactions.send',
  'flags.raise',
  'board.draw',
  'breakouts.join',
] as const
const student = [...guest, 'files.send'] as const
const moderator = [
  ...student,
  'people.admit',
  'people.remove',
  'people.warn',
  'people.grant',
  'chat.staff',
  'chat.moderate',
  'files.manage',
  'hands.manage',
  'media.moderate',
  'stage.direct',
  'polls.manage',
  'questions.manage',
  'reactions.gauge',
  'timer.manage',
  'flags.decide',
  'captions.write',
  'board.manage',
  'breakouts.manage',
  'class.invite',
] as const

export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  instructor: allPermissions,
  moderator,
  student,
  guest,
  observer: watch,
}

export function isStaff(role: Role): boolean {
  return role === 'instructor' || role === 'moderator'
}

/** A course's assistant is a moderator in its classes. */
export function roleInClass(role: CourseRole): Role {
  return role === 'assistant' ? 'moderator' : role
}

/** Who asks: a role, what was given to them beyond it, and what was taken. */
export interface Subject {
  readonly role: Role
  readonly granted: readonly Permission[]
  readonly denied: readonly Permission[]
}

/** Where: what is switched off for everybody who is not staff. */
export interface Place {
  readonly forbidden: readonly Permission[]
}

/** A grant to one person outweighs what is forbidden to all; a denial outweighs everything. */
export function can(subject: Subject, permission: Permission, place: Place): boolean {
  if (subject.denied.includes(permission)) return false
  if (subject.granted.includes(permission)) return true
  if (!rolePermissions[subject.role].includes(permission)) return false
  return isStaff(subject.role) || !place.forbidden.includes(permission)
}
