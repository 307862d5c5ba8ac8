// Names of keys, and when a key may act. Pure but for looking at where the focus is.

export interface KeyChoices {
  readonly on: boolean
  /** Changed keys by shortcut; null is turned off. */
  readonly keys: Readonly<Record<string, string | null>>
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>

/** `m`, `?`, `space`, `escape`; null with Ctrl, Alt or Meta, and while a letter is being composed. */
export function keyOf(event: Pressed): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null
  if (event.key === ' ') return 'space'
  return event.key.toLowerCase()
}

export function keyLabel(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1)
}

interface Focusable {
  readonly tagName: string
  readonly isContentEditable: boolean
  readonly type?: string
  readonly role?: string | null
  closest(selector: string): unknown
}

const isElement = (target: unknown): target is Focusable =>
  typeof target === 'object' && target !== null && 'tagName' in target && 'closest' in target

const notTyped = new Set([
  'button',
  'checkbox',
  'radio',
  'range',
  'submit',
  'reset',
  'color',
  'file',
])

export function isTyping(target: unknown): boolean {
  if (!isElement(target)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT')
    return true
  return target.tagName === 'INPUT' && !notTyped.has(target.type ?? 'text')
}

// In a menu, letters look for an item, and over a question the page behind it takes none; in these, space and
// arrows have a meaning of their own.
const listening = '[role="menu"], [role="listbox"], [role="combobox"], [aria-modal="true"]'
const control =
  'a[href], button, input, summary, [role="button"], [role="tab"], [role="menuitem"], [tabindex="0"]'

export function mayFire(target: unknown, onlyFree: boolean): boolean {
  if (!isElement(target)) return true
  if (isTyping(target) || target.closest(listening) !== null) return false
  return !onlyFree || target.closest(control) === null
}

/** What was remembered, whatever it is: anything odd counts as nothing. */
export function parseChoices(stored: string | null): KeyChoices {
  const none: KeyChoices = { on: true, keys: {} }
  if (stored === null) return none
  try {
    const value = JSON.parse(stored) as unknown
    if (typeof value !== 'object' || value === null || !('keys' in value)) return none
    const entries = Object.entries(value.keys as Record<string, unknown>).filter(
      (entry): entry is [string, string | null] =>
        entry[1] === null || typeof entry[1] === 'string',
    )
    return { on: !('on' in value) || value.on !== false, keys: Object.fromEntries(entries) }
  } catch {
    return none
  }
}
