// What goes over the socket of a layer beside the y-websocket protocol's own messages (0 sync, 1 awareness,
// 2 auth, 3 query awareness; awareness is never answered). A stock client passes over what it does not know.
// Every message is a lib0 encoding that begins with its kind as a varUint.
export const layerMessages = {
  sync: 0,
  /** Server: the Yjs clientID that is yours for this document, and your number in `who` (varUint each). */
  welcome: 16,
  /** Server: of your clientID (varUint) all below this clock (varUint) is in the log for good. */
  saved: 17,
  /**
   * Server: something of yours was not taken; code (string) and words for a person (string) say why. Put
   * what is unsaved aside, drop the document and begin it anew.
   */
  reset: 18,
  /**
   * Client: what passes as bytes: a place (kind 0, the latest counts), ink (kind 1, in order), or what is
   * being dragged (kind 2, the latest counts; only of somebody who may change things there).
   * Server: of a tick, as often as needed: whose (varUint, see `who`), kind (varUint), bytes.
   */
  passing: 19,
  /** Server: a number (varUint) from now on stands for a person: participant id, name (strings). */
  who: 20,
  /** Server: these numbers (varUint each) are gone; their cursors and unfinished ink with them. */
  gone: 21,
  /** Server: whose Yjs clients are, as often as needed: client (varUint), participant id or `system` (string). */
  makers: 22,
  /** Server: what the layer has forgotten; let go of it too, before anything else of yours is sent. See `forgetting.ts`. */
  forgotten: 23,
} as const

export const passingKinds = { place: 0, ink: 1, move: 2 } as const
export type PassingKind = (typeof passingKinds)[keyof typeof passingKinds]

export function isPassingKind(kind: number): kind is PassingKind {
  return kind === passingKinds.place || kind === passingKinds.ink || kind === passingKinds.move
}

export const passingLimits = {
  /** Of one passing message. */
  bytes: 512,
  /** Messages of one connection. */
  perSecond: 90,
} as const

/** The path of a layer's socket is this and the layer's name; its token is a subprotocol after `lyceum`. */
export const boardPath = '/boards/'
export const boardProtocol = 'lyceum'
