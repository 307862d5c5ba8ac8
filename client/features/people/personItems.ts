// What one may do about a person, as the items of their menu. Staff's acts wear the staff's line.
import { tick } from 'svelte'
import type { Permission } from '../../../shared/roles.ts'
import { isStaff } from '../../../shared/roles.ts'
import type { Person } from '../../../shared/room/people.ts'
import { sourcesOf } from '../../../shared/room/sources.ts'
import type { Classroom } from '../../classroom/classroom.svelte.ts'
import { withQuery } from '../../routes.ts'
import { awayItem } from '../away/awayItem.ts'
import { captionistItems } from '../captions/captionItems.ts'
import { orderItems } from '../moderation/orderItems.ts'
import { t } from '../../i18n/i18n.svelte.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

const voice: Permission[] = ['media.microphone', 'media.camera']

/** What the row knows and does itself about oneself. */
export interface Own {
  /** Not signed in; the room tells nobody but staff who has an account. */
  readonly guest: boolean
  readonly changeName: () => void
}

export function personItems(classroom: Classroom, person: Person, own: Own): MenuItem[] {
  if (person.participant === classroom.room.me.participant)
    return [...awayItem(classroom), ...ownItems(classroom, own)]
  return [
    ...writeItems(classroom, person),
    ...stageItems(classroom, person),
    ...lookItems(classroom, person),
    ...floorItems(classroom, person),
    ...mediaItems(classroom, person),
    ...grantItems(classroom, person),
    ...captionistItems(classroom, person),
    ...roleItems(classroom, person),
    ...orderItems(classroom, person),
  ]
}

function writeItems(classroom: Classroom, { participant }: Person): MenuItem[] {
  const { chat, room } = classroom
  const to = { kind: 'person', participant } as const
  if (!chat.mayWrite(to)) return []
  const run = (): void => {
    chat.write(to)
    classroom.open('chat')
    void tick().then(() => document.querySelector<HTMLElement>('#chat-draft')?.focus())
  }
  return [{ label: t('chat.writeAlone'), staff: room.staff, run }]
}

function ownItems({ room, keepHref }: Classroom, { guest, changeName }: Own): MenuItem[] {
  const rename = { label: t('classroom.changeName'), run: changeName }
  // In a tab of its own: the class goes on in this one.
  const keep = {
    label: t('account.keepTitle'),
    run: () => void open(withQuery(keepHref, 'inside'), '_blank', 'noopener'),
  }
  return [...(room.can('people.self') ? [rename] : []), ...(guest ? [keep] : [])]
}

function stageItems({ stage }: Classroom, { participant }: Person): MenuItem[] {
  if (!stage.directs) return []
  const on = stage.isFocus(participant)
  return [
    {
      label: t('classroom.onStage'),
      staff: true,
      checked: on,
      run: () => void stage.direct(on ? { kind: 'auto' } : { kind: 'person', participant }),
    },
  ]
}

/** For oneself alone. */
function lookItems({ stage, desk }: Classroom, { participant, name }: Person): MenuItem[] {
  const tile = stage.tileOf(participant)
  const pin = {
    label: t('stage.pin', { name: name ?? t('classroom.somebody') }),
    checked: tile !== null && stage.isPinned(tile),
    run: () => tile !== null && stage.pin(tile),
  }
  const adjust = {
    label: t('stage.volumeMenu'),
    run: () => void (desk.volumes.adjusting = participant),
  }
  return [...(tile === null ? [] : [pin]), adjust]
}

function floorItems({ floor }: Classroom, person: Person): MenuItem[] {
  const { participant, role } = person
  if (!floor.manages || isStaff(role) || role === 'observer') return []
  const invited = floor.isInvited(participant)
  const label = invited ? t('floor.uninvite') : t('floor.invite')
  const invite = () => void (invited ? floor.thank(participant) : floor.invite(participant))
  const hint = !invited && floor.isSilenced(person) ? { hint: t('floor.lifts') } : {}
  const thank = { label: t('floor.thank'), staff: true, run: () => void floor.thank(participant) }
  return floor.speaks(participant) ? [thank] : [{ label, ...hint, staff: true, run: invite }]
}

function mediaItems({ room, lesson, moderation }: Classroom, person: Person): MenuItem[] {
  if (!lesson.moderates) return []
  const { participant } = person
  const sources = sourcesOf(room.state.sources, participant)
  return sources.flatMap(({ kind, source, paused }): MenuItem[] => {
    switch (kind) {
      case 'microphone':
        return paused === null
          ? [
              {
                label: t('classroom.mute'),
                staff: true,
                run: () => void moderation.mute(person),
              },
            ]
          : [
              {
                label: t('classroom.askToSpeak'),
                staff: true,
                disabled: paused !== 'staff',
                run: () => {
                  lesson.askToSpeak(participant)
                },
              },
            ]
      case 'camera':
      case 'document':
      case 'screen':
        return [
          {
            label: stopWords(kind),
            staff: true,
            run: () => void room.act('sources.stop', { source }),
          },
        ]
      case 'screenAudio':
        return []
    }
  })
}

function stopWords(kind: 'camera' | 'document' | 'screen'): string {
  if (kind === 'document') return t('stage.stopDocument')
  return kind === 'camera' ? t('classroom.stopCamera') : t('classroom.stopScreen')
}

function grantItems({ room, people, lesson }: Classroom, person: Person): MenuItem[] {
  const silenced = lesson.forbids('media.microphone') || lesson.forbids('media.camera')
  const granted = voice.some((one) => person.granted.includes(one))
  if (!room.can('people.grant') || isStaff(person.role) || (!silenced && !granted)) return []
  const { participant } = person
  return [
    {
      label: t('classroom.maySpeak'),
      staff: true,
      checked: granted,
      run: () =>
        void (granted ? people.ungrant(participant, voice) : people.grant(participant, voice)),
    },
  ]
}

function roleItems({ room, people }: Classroom, { participant, role }: Person): MenuItem[] {
  if (!room.can('people.appoint') || role === 'observer') return []
  const change = (label: string, to: 'instructor' | 'moderator' | 'student'): MenuItem => ({
    label,
    staff: true,
    run: () => void people.appoint(participant, to),
  })
  const items =
    role === 'instructor'
      ? []
      : role === 'moderator'
        ? [
            change(t('classroom.handOver'), 'instructor'),
            change(t('classroom.makeStudent'), 'student'),
          ]
        : [change(t('classroom.makeModerator'), 'moderator')]
  return items.map((item, index) => (index === 0 ? { ...item, apart: true } : item))
}
