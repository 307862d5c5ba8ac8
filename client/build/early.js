// Runs before the page's modules arrive: sets the chosen theme, so that nothing flashes, and asks at
// once for the files of the class or of the language. `early.ts` gives it the lists of files.
function early({ classroom, inside, languages, insideLanguages }) {
  const preload = (file, priority) => {
    const link = document.createElement('link')
    const style = file.endsWith('.css')
    link.rel = style ? 'preload' : 'modulepreload'
    if (style) link.as = 'style'
    // As the page itself will ask for them, or they would be fetched twice.
    link.crossOrigin = ''
    link.fetchPriority = priority
    link.href = `/${file}`
    document.head.append(link)
  }
  let stored = null
  try {
    const theme = localStorage.getItem('lyceum.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    stored = localStorage.getItem('lyceum.language')
  } catch {
    // Storage is refused in some private windows: the system's choice stands.
  }
  const language = stored ?? navigator.language.slice(0, 2)
  const preloadAll = (files, priority) => {
    for (const file of files) preload(file, priority)
  }
  preloadAll(languages[language] ?? [], 'auto')
  if (!location.pathname.startsWith('/c/')) return
  preloadAll(classroom, 'auto')
  preloadAll(inside, 'low')
  preloadAll(insideLanguages[language] ?? insideLanguages.en, 'low')
}
