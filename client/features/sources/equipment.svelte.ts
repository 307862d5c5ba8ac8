// The devices of this machine for one visit: camera, microphone, loudspeaker. The green room tries
// them, the class uses them.
import {
  canChooseLoudspeaker,
  listDevices,
  noDevices,
  onDevicesChanged,
  type DeviceChoice,
  type DeviceList,
} from '../../media/deviceList.ts'
import { recall, remember } from '../../ui/memory.ts'
import { Line } from './line.svelte.ts'

const isText = (value: unknown): value is string => typeof value === 'string'

export class Equipment {
  readonly camera = new Line('camera')
  readonly microphone = new Line('microphone')
  readonly document = new Line('document')
  readonly choosesLoudspeaker = canChooseLoudspeaker()
  #loudspeaker = $state<string | null>(recall('loudspeaker', isText))
  #list = $state.raw<DeviceList>(noDevices)
  readonly #undo: (() => void)[]

  constructor() {
    const list = (): void => void this.#refresh()
    this.#undo = [
      onDevicesChanged(list),
      // Names are known once a device was allowed.
      this.camera.onChange(list),
      this.microphone.onChange(list),
      this.document.onChange(list),
    ]
    list()
  }

  get list(): DeviceList {
    return this.#list
  }

  /** Every camera but the one that shows the face: what a document camera may be. */
  get secondCameras(): readonly DeviceChoice[] {
    const { device } = this.camera
    return this.#list.cameras.filter(({ id }, index) =>
      device === null ? index > 0 : id !== device,
    )
  }

  /** The one that was chosen, while it is there; else the system’s. */
  get loudspeaker(): string | null {
    const there = this.#list.loudspeakers.some(({ id }) => id === this.#loudspeaker)
    return there ? this.#loudspeaker : null
  }

  chooseLoudspeaker(device: string): void {
    this.#loudspeaker = device
    remember('loudspeaker', device)
  }

  close(): void {
    for (const undo of this.#undo) undo()
    for (const line of [this.camera, this.microphone, this.document]) {
      // One that is being opened just now is closed as soon as it is.
      line.want(false)
      line.close()
    }
  }

  async #refresh(): Promise<void> {
    this.#list = await listDevices().catch(() => noDevices)
  }
}
