// Keeps the screen of a phone awake in class, as far as the browser allows.

export function stayAwake(): () => void {
  const wakeLock = navigator.wakeLock as WakeLock | undefined
  if (wakeLock === undefined) return () => undefined
  let lock: WakeLockSentinel | null = null
  let over = false
  const take = async (): Promise<void> => {
    if (over || document.visibilityState !== 'visible') return
    // Refused on a low battery: the screen then sleeps as it always does.
    lock = await wakeLock.request('screen').catch(() => null)
  }
  const taken = (): void => void take()
  document.addEventListener('visibilitychange', taken)
  taken()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', taken)
    void lock?.release()
  }
}
