// What is wrong with a camera, a microphone or a loudspeaker, and what helps.
import type { Area } from '../message.ts'

export const trouble = {
  insecureTitle: 'This address is not secure.',
  insecureText:
    'Browsers give camera and microphone only to pages with https. Open the https address, or join without.',
  cameraRefused: 'The camera is not allowed.',
  microphoneRefused: 'The microphone is not allowed.',
  refusedText:
    'Allow it at the lock or camera sign in the address bar, then switch it on here. You can also join without.',
  cameraMissing: 'No camera was found.',
  microphoneMissing: 'No microphone was found.',
  missingText: 'Plug one in and switch it on here, or join without.',
  cameraBusy: 'Another program uses the camera.',
  microphoneBusy: 'Another program uses the microphone.',
  busyText: 'Close the other program, then switch it on here. You can also go on without.',
  cameraUnplugged: 'The camera was unplugged.',
  microphoneUnplugged: 'The microphone was unplugged.',
  unpluggedText: 'Plug it in again and switch it on, choose another, or go on without.',
  cameraBare: 'Your camera is off: the background cannot be blurred.',
  bareText: 'Nobody sees your room. Switch the camera on to try again, or show the room.',
  showRoom: 'Show the room',
  cameraFailed: 'The camera does not start.',
  microphoneFailed: 'The microphone does not start.',
  failedText: 'Try once more, choose another device, or go on without.',
} as const satisfies Area
