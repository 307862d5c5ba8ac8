// Which files of a build a browser fetches for some of its modules. Knows Vite's manifest only.

export type Manifest = Readonly<
  Record<
    string,
    {
      readonly file: string
      readonly imports?: readonly string[] | undefined
      readonly dynamicImports?: readonly string[] | undefined
    }
  >
>

/**
 * The script files of modules with all they import; also what the modules under
 * `opened` folders import later. A module that the build does not have is an error, not a small page.
 */
export function filesOf(
  manifest: Manifest,
  modules: readonly string[],
  opened: readonly string[] = [],
): string[] {
  const seen = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    const entry = manifest[name]
    if (entry === undefined) throw new Error(`the build has no ${name}`)
    seen.add(name)
    entry.imports?.forEach(visit)
    if (opened.some((folder) => name.startsWith(folder))) entry.dynamicImports?.forEach(visit)
  }
  modules.forEach(visit)
  const files = [...seen].map((name) => manifest[name]?.file ?? '')
  return [...new Set(files)].filter((file) => file.endsWith('.js'))
}
