// Brings everything, or what is selected, into the part of the screen on which no tools lie.
import { around } from '../../../../shared/board/geometry.ts'
import { fitted, shown, type Sight } from './camera.ts'
import type { Command } from './commands.ts'
import type { Desk } from './desk.ts'

export function fitting(desk: Desk): Record<'zoomToFit' | 'zoomToSelection', Command> {
  const { camera, scene, selection, now } = desk
  const glide = (to: Sight) => {
    camera.glideTo(to, now())
    desk.tell('wandered')
  }
  const everything = () => around([desk.slide, scene.extent()].filter((box) => box !== null))
  return {
    zoomToFit: {
      can: () => everything() !== null,
      run: () => {
        const box = everything()
        // A slide is shown as it came.
        const fit = desk.slide === null ? fitted : shown
        if (box !== null) glide(fit(box, camera.free))
      },
    },
    zoomToSelection: {
      can: () => selection.size > 0,
      run: () => {
        const box = around(selection.objects.map((object) => object.box))
        if (box !== null) glide(fitted(box, camera.free, 2))
      },
    },
  }
}
