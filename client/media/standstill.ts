// Tells when a picture that should move stands still, by the frames that a player gets of it. A page that nobody sees
// may get none, and says nothing about it.

const everyMs = 500
const stillMs = 6_000

export class Standstill {
  #frames = -1
  #since = 0

  /** So many frames came until now; true when none was added for too long. Unwatched time does not count. */
  look(frames: number, watched: boolean, now: number): boolean {
    if (frames !== this.#frames || !watched) this.#since = now
    this.#frames = frames
    return now - this.#since >= stillMs
  }
}

/** Returns its undo. */
export function onStandstill(track: MediaStreamTrack, stands: () => void): () => void {
  const player = document.createElement('video')
  player.muted = true
  player.srcObject = new MediaStream([track])
  void player.play().catch(() => undefined)
  const standstill = new Standstill()
  const timer = setInterval(() => {
    const { totalVideoFrames } = player.getVideoPlaybackQuality()
    const watched = !document.hidden && !track.muted
    if (standstill.look(totalVideoFrames, watched, performance.now())) stands()
  }, everyMs)
  return () => {
    clearInterval(timer)
    player.srcObject = null
  }
}
