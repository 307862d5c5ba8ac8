// What a player stands on: something that brings an HLS stream into a video element. Two bodies: one by Media Source
// Extensions, one for browsers that play HLS themselves.

/** A size of the picture that can be chosen, by its place in the list. */
export interface Quality {
  /** Lines; 0 where there is only sound. */
  readonly lines: number
  /** In bit/s. */
  readonly bitrate: number
}

/**
 * Why nothing goes on unless something is done. `network`: what was asked for did not come; `missing`: the broadcast
 * itself did not. `denied`: the token was not believed. `media`: what came could not be played. `codec`: this browser
 * plays nothing of the kind.
 */
export type Trouble = 'network' | 'missing' | 'denied' | 'media' | 'codec'

export interface EngineEvents {
  /** Everything that can be chosen of, the smallest first. */
  readonly qualities: (list: readonly Quality[]) => void
  /** Which of them is shown now. */
  readonly shows: (quality: number) => void
  /** Something did not work, and may work the next time. */
  readonly erred: (name: string) => void
  readonly stopped: (trouble: Trouble) => void
}

export interface Opening {
  readonly video: HTMLVideoElement
  /** Where the playlists of the broadcast are, ending with a slash. */
  readonly folder: string
  /** A token that is believed now; rejects when there is none. */
  readonly token: () => Promise<string>
  /** To be shown first, in ms since 1970: everything since the beginning is there then. Null: what is live. */
  readonly at: number | null
  /** When the broadcast began, in ms since 1970. */
  readonly beganAt: number
  readonly events: EngineEvents
}

/** What is there to be shown, in ms since 1970. */
export interface Reach {
  readonly from: number
  readonly to: number
}

export interface Engine {
  /** When what is seen was sent, in ms since 1970 by the one clock; null while that is not known. */
  readonly date: number | null
  readonly reach: Reach | null
  /** Shows what was sent at that time, which must be in reach. */
  seek: (date: number) => void
  /** Shows what is live. */
  seekLive: () => void
  /** Stays near what is live, by playing a little faster where it falls behind. */
  follow: (isLive: boolean) => void
  /** Null leaves the choice to the engine. */
  choose: (quality: number | null) => void
  /** Never chooses a picture of more lines by itself, but where all have more; null ends that. */
  limit: (lines: number | null) => void
  /** Asks again for what did not come. */
  reload: () => void
  /** Makes the browser's decoder anew, and keeps what was fetched where that can be. */
  recover: () => void
  close: () => void
}

export type OpenEngine = (opening: Opening) => Engine
