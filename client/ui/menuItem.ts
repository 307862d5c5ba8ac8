// An act in a menu. Apart from the component, so that plain files can make lists of them.
import type { Component } from 'svelte'

export interface MenuItem {
  readonly label: string
  /** What tells it from others, where labels may be the same. */
  readonly key?: string
  readonly icon?: Component<{ 'aria-hidden'?: 'true' }>
  readonly hint?: string
  /** The keys that do the same, as they are shown. */
  readonly keys?: string
  readonly danger?: boolean
  /** Marked with the staff's line: students must not see it on a shared screen. */
  readonly staff?: boolean
  readonly disabled?: boolean
  readonly checked?: boolean
  /** A line above it. */
  readonly apart?: boolean
  readonly run: () => void
}
