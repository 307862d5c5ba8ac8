// Whether this machine has an ffmpeg that makes smaller pictures.
import { execFile } from 'node:child_process'

export function canEncode(program = 'ffmpeg'): Promise<boolean> {
  return new Promise((answer) => {
    execFile(program, ['-hide_banner', '-encoders'], { timeout: 5_000 }, (error, encoders) => {
      answer(error === null && encoders.includes(' libx264 '))
    })
  })
}
