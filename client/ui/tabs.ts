// What a tab is.
export interface Tab<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Unseen things; nothing is shown for 0. */
  readonly badge?: number
  /** How the badge reads aloud: “3 unread messages”. */
  readonly badgeLabel?: string
}
