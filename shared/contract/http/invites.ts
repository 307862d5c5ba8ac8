// Invitation links of a class: one or more per role, with an end, revocable.
import { z } from 'zod'
import { route } from './define.ts'
import { invite, inviteEntry, role, room, time } from './entities.ts'

export const invitesRoutes = {
  'invites.list': route({
    method: 'GET',
    path: '/api/classes/:room/invites',
    summary: 'The invitation links of a class, newest first.',
    params: z.object({ room }),
    response: z.object({ invites: z.array(inviteEntry) }),
    access: { class: 'class.invite' },
    rate: 'read',
  }),
  'invites.make': route({
    method: 'POST',
    path: '/api/classes/:room/invites',
    summary: 'Makes a link for a role that may do no more than oneself.',
    params: z.object({ room }),
    body: z.object({ role, expiresAt: time.nullable().default(null) }),
    response: z.object({ invite: inviteEntry }),
    access: { class: 'class.invite' },
    rate: 'write',
  }),
  'invites.revoke': route({
    method: 'DELETE',
    path: '/api/classes/:room/invites/:invite',
    summary: 'Stops a link from working; who came by it keeps the seat.',
    params: z.object({ room, invite }),
    response: z.object({ invite: inviteEntry }),
    access: { class: 'class.invite' },
    rate: 'write',
  }),
}
