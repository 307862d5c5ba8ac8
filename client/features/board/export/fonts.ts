// The fonts that an SVG needs to look the same elsewhere, as CSS with the fonts in it. They are found among
// the page's own style sheets, so that nothing is fetched but what this server serves.

/** `@font-face` rules of these families. What cannot be had is left out, and the next font is used. */
export async function fontCss(families: Iterable<string>): Promise<string> {
  const wanted = new Set([...families].map(plainName))
  const rules = [...document.styleSheets].flatMap(fontFaces)
  const used = rules.filter(({ style }) =>
    wanted.has(plainName(style.getPropertyValue('font-family'))),
  )
  const texts = await Promise.all(used.map(withFont))
  return texts.join('\n')
}

function plainName(family: string): string {
  return family
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase()
}

function fontFaces(sheet: CSSStyleSheet): CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)
  } catch {
    // A sheet from elsewhere does not show its rules.
    return []
  }
}

const known = new Map<string, Promise<string | null>>()

async function withFont(rule: CSSFontFaceRule): Promise<string> {
  const address = /url\((["']?)([^"')]+)\1\)\s*format\(["']?woff2/.exec(
    rule.style.getPropertyValue('src'),
  )?.[2]
  if (address === undefined) return ''
  const url = new URL(address, rule.parentStyleSheet?.href ?? document.baseURI).href
  const data = known.get(url) ?? dataUrl(url)
  known.set(url, data)
  const font = await data
  if (font === null) return ''
  const kept = ['font-family', 'font-style', 'font-weight', 'unicode-range']
    .map((name) => [name, rule.style.getPropertyValue(name)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${value}`)
  return `@font-face{${kept.join(';')};src:url(${font}) format("woff2")}`
}

async function dataUrl(url: string): Promise<string | null> {
  const answer = await fetch(url).catch(() => null)
  if (answer?.ok !== true) return null
  return asDataUrl(new Uint8Array(await answer.arrayBuffer()), 'font/woff2')
}

export function asDataUrl(bytes: Uint8Array, type: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return `data:${type};base64,${btoa(text)}`
}
