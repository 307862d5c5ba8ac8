// Places on a page, in board units.
export interface Point {
  readonly x: number
  readonly y: number
}

/** `pressure` from 0 to 1; absent from what has none, such as a mouse. */
export interface InkPoint extends Point {
  readonly pressure?: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
