// Where the pages of one class and of one node are.
import type { RoomId } from '../../../shared/ids.ts'
import { href } from '../../routes.ts'

export const classHref = (room: RoomId): string =>
  href('operation', { kind: 'classes', name: room })

export const nodeHref = (node: string): string => href('operation', { kind: 'nodes', name: node })
