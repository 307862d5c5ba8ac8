// The devices of this machine for one visit: camera, microphone, loudspeaker. The green room tries
// them, the class uses them.
import {
  canChooseLoudspeaker,
  listDevices,
  noDevices,
  onDevicesChanged,
  type DeviceList,
} from '../../media/deviceList.ts'
import { recall, remember } from '../../ui/memory.ts'
import { Line } from './line.svelte.ts'

const isText = (value: unknown): value is string => typeof value === 'string'

export class Equipment {
  readonly camera = new Line('camera')
  readonly microphone = new Line('microphone')
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
    ]
    list()
  }

  get list(): DeviceList {
    return this.#list
  }

  get loudspeaker(): string | null {
    return this.#loudspeaker
  }

  chooseLoudspeaker(device: string): void {
    this.#loudspeaker = device
    remember('loudspeaker', device)
  }

  close(): void {
    for (const undo of this.#undo) undo()
    this.camera.close()
    this.microphone.close()
  }

  async #refresh(): Promise<void> {
    this.#list = await listDevices().catch(() => noDevices)
  }
}
