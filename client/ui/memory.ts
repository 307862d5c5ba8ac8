// What this browser remembers of a person's choices (theme, language, keys). Storage may be refused
// or full; then a choice lasts as long as the page.

export function recall<T extends string>(
  name: string,
  is: (value: unknown) => value is T,
): T | null {
  try {
    const value = localStorage.getItem(`lyceum.${name}`)
    return is(value) ? value : null
  } catch {
    return null
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`lyceum.${name}`)
    else localStorage.setItem(`lyceum.${name}`, value)
  } catch {
    // Not remembered; nothing else depends on it.
  }
}
