import type { Translation } from '../message.ts'
import type { floor as source } from '../en/floor.ts'

export const floor: Translation<typeof source> = {
  invited: 'Sie dürfen jetzt sprechen.',
  accept: 'Sprechen',
  decline: 'Jetzt nicht',
  invite: 'Zum Sprechen einladen',
  uninvite: 'Einladung zurücknehmen',
  invitedWord: 'zum Sprechen eingeladen',
  lifts: 'Hebt die Einschränkung so lange auf',
  lifted: 'sonst eingeschränkt',
  speaking: 'Haben das Wort',
  thank: 'Danke',
  thankOf: 'Danke, {name}: das Wort zurücknehmen',
  thankedYou: 'Danke. Sie hören wieder zu.',
  thanked: '{name} hört wieder zu.',
}
