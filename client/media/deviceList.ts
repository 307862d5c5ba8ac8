// The devices of this machine, as the system names them. Names are empty until one was allowed.

export interface DeviceChoice {
  readonly id: string
  readonly name: string
}

export interface DeviceList {
  readonly cameras: readonly DeviceChoice[]
  readonly microphones: readonly DeviceChoice[]
  readonly loudspeakers: readonly DeviceChoice[]
}

export const noDevices: DeviceList = { cameras: [], microphones: [], loudspeakers: [] }

export async function listDevices(): Promise<DeviceList> {
  const source = navigator.mediaDevices as MediaDevices | undefined
  if (source === undefined) return noDevices
  const all = await source.enumerateDevices()
  const of = (kind: MediaDeviceKind): DeviceChoice[] =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, name: label }))
  return {
    cameras: of('videoinput'),
    microphones: of('audioinput'),
    loudspeakers: of('audiooutput'),
  }
}

/** Told when something is plugged in or out; returns its undo. */
export function onDevicesChanged(listener: () => void): () => void {
  const source = navigator.mediaDevices as MediaDevices | undefined
  source?.addEventListener('devicechange', listener)
  return () => source?.removeEventListener('devicechange', listener)
}

export function canChooseLoudspeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype
}
