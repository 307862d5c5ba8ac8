// What the two keys of a clicker mean: a page on, or one back.

type Pressed = Pick<KeyboardEvent, 'key' | 'repeat' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>

/** One page for one press, however long it is held; with other keys they are the browser's. */
export function turnOf({ key, repeat, ...held }: Pressed): 1 | -1 | 0 {
  const { shiftKey, ctrlKey, altKey, metaKey } = held
  if (repeat || shiftKey || ctrlKey || altKey || metaKey) return 0
  return key === 'PageDown' ? 1 : key === 'PageUp' ? -1 : 0
}
