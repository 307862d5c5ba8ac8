// The fonts that an SVG needs to look the same elsewhere: as CSS with the fonts in it, or as their bytes. They
// are found among the page's own style sheets, so that nothing is fetched but what this server serves.

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

function addressOf(rule: CSSFontFaceRule, format: 'woff2' | 'truetype'): string | null {
  const sources = rule.style.getPropertyValue('src')
  const address = sources
    .split(/,(?![^(]*\))/)
    .map((source) => /url\((["']?)([^"')]+)\1\)\s*format\(["']?([\w-]+)/.exec(source))
    .find((found) => found?.[3]?.startsWith(format))?.[2]
  if (address === undefined) return null
  return new URL(address, rule.parentStyleSheet?.href ?? document.baseURI).href
}

export interface Face {
  readonly family: string
  readonly style: string
  readonly weight: string
}

/** A TrueType font as it stands on the server; null when there is none of this face. */
export async function fontBytes({ family, style, weight }: Face): Promise<Uint8Array | null> {
  const rule = [...document.styleSheets].flatMap(fontFaces).find((one) => {
    const its = (name: string) => plainName(one.style.getPropertyValue(name))
    const heavy = its('font-weight') === 'bold' ? '700' : its('font-weight')
    return (
      its('font-family') === plainName(family) &&
      its('font-style') === style &&
      (heavy === weight || (heavy === 'normal' && weight === '400'))
    )
  })
  const address = rule === undefined ? null : addressOf(rule, 'truetype')
  return address === null ? null : fetched(address)
}

async function withFont(rule: CSSFontFaceRule): Promise<string> {
  const url = addressOf(rule, 'woff2')
  if (url === null) return ''
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
  const bytes = await fetched(url)
  return bytes === null ? null : asDataUrl(bytes, 'font/woff2')
}

async function fetched(url: string): Promise<Uint8Array | null> {
  const answer = await fetch(url).catch(() => null)
  return answer?.ok === true ? new Uint8Array(await answer.arrayBuffer()) : null
}

export function asDataUrl(bytes: Uint8Array, type: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return `data:${type};base64,${btoa(text)}`
}
