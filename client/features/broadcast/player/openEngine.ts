// Which engine this browser needs; the library of the one that has one is fetched here.
import type { OpenEngine } from './engine.ts'

const hls = 'application/vnd.apple.mpegurl'

/** What plays by Media Source Extensions is asked first: it stays nearer to what is live. */
const hasMediaSource = (): boolean => 'ManagedMediaSource' in window || 'MediaSource' in window

/** Null where nothing can play it. */
export async function findEngine(): Promise<OpenEngine | null> {
  if (hasMediaSource()) {
    const { HlsEngine } = await import('./hlsEngine.ts')
    return (opening) => new HlsEngine(opening)
  }
  if (document.createElement('video').canPlayType(hls) === '') return null
  const { NativeEngine } = await import('./nativeEngine.ts')
  return (opening) => new NativeEngine(opening)
}
