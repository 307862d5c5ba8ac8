// What an example of a route is.
import type { InputOf, RouteName } from '../../../shared/contract/http/routes.ts'
import type { Scene, Who } from './scene.ts'

export interface Example<Name extends RouteName> {
  readonly as: Who
  readonly input: (scene: Scene) => InputOf<Name> | Promise<InputOf<Name>>
}

export type Examples = { readonly [Name in RouteName]: Example<Name> }
export type ExamplesOf<Table> = Pick<Examples, Extract<keyof Table, RouteName>>

export const onLesson = ({ lesson }: Scene) => ({ lesson: lesson.id })
export const onRoom = ({ room }: Scene) => ({ room })
