// Who may call a route, as data: what an account may do in a course, and the kinds of access a route
// can ask for. Rights inside a class are the ones of shared/roles.ts.
import type { CourseRole, InstallationRole, Permission } from '../../roles.ts'

export const coursePermissions = {
  'course.see': 'see the course, its lessons and its classes',
  'course.teach': 'schedule and start classes on its lessons',
  'course.edit': 'change modules, lessons and the course itself',
  'course.members': 'add and remove members, make accounts for them',
} as const
export type CoursePermission = keyof typeof coursePermissions
export const allCoursePermissions = Object.keys(coursePermissions) as readonly CoursePermission[]

export const courseRolePermissions: Readonly<Record<CourseRole, readonly CoursePermission[]>> = {
  instructor: allCoursePermissions,
  assistant: ['course.see', 'course.teach'],
  student: ['course.see'],
}

/** Operators look after every course; a course's own people by their role there. */
export function canInCourse(
  who: { readonly installation: InstallationRole; readonly course: CourseRole | null },
  permission: CoursePermission,
): boolean {
  if (who.installation !== 'member') return true
  return who.course !== null && courseRolePermissions[who.course].includes(permission)
}

/**
 * `public`: anybody; the handler looks at cookies or secrets itself.
 * `account`: whoever is signed in.
 * `teacher`: an account that may make courses and classes (operators always may).
 * `installation`: an operator or the owner.
 * `course`: a right in the course that the path names, by `course`, `module` or `lesson`.
 * `class`: a right in the class that the path names, by `room` or `series`.
 */
export type RouteAccess =
  | 'public'
  | 'account'
  | 'teacher'
  | { readonly installation: Exclude<InstallationRole, 'member'> }
  | { readonly course: CoursePermission }
  | { readonly class: Permission }
