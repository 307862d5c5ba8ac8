// The class as it is met before one is in: going in, devices, and when it is over. The rest of the area
// comes with the class.
import type { Area } from '../message.ts'

export const classroom = {
  entering: 'Going in',
  pageUndelivered: 'A part of this page did not arrive. Your seat is kept.',
  comeBack: 'Come back',
  leftTitle: 'You have left',
  leftText: 'The class goes on without you. You can come back.',
  endedTitle: 'The class is over',
  overText: 'If it is reopened, this link works again.',
  backToCourse: 'Back to {title}',
  cancelledTitle: 'The class was called off',
  cancelledText: 'Ask whoever teaches when it takes place.',
  reopen: 'Reopen the class',
  somebody: 'Somebody',
  microphone: 'Microphone',
  camera: 'Camera',
  loudspeaker: 'Loudspeaker',
  devices: 'Devices',
} as const satisfies Area
