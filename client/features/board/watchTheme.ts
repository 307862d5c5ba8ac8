// Tells when the page turns light or dark: by the system, or by the person's choice.

/** Told once at once; the answer ends it. */
export function watchTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  system.addEventListener('change', changed)
  changed()
  return () => {
    observer.disconnect()
    system.removeEventListener('change', changed)
  }
}
