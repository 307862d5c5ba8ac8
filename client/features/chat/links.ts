// Splits a message into plain text and web addresses. Only http and https become links; nothing else
// of what somebody writes ever does. Pure.

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

const address = /\bhttps?:\/\/[^\s<>"'`]+|\bwww\.[^\s<>"'`]+\.[^\s<>"'`]+/giu
/** Punctuation that ends a sentence, not an address. */
const trailing = /[.,;:!?…)\]}»”’]+$/u

/** Brackets that were opened in the address belong to it, as in …/Rome_(city). */
function tidy(found: string): string {
  let text = found.replace(trailing, '')
  const rest = found.slice(text.length)
  if (text.includes('(') && !text.includes(')') && rest.startsWith(')')) text += ')'
  return text
}

function hrefOf(text: string): string | null {
  try {
    const url = new URL(/^https?:/i.test(text) ? text : `https://${text}`)
    // A name and password in front can make an address look like another.
    return url.username === '' && url.password === '' ? url.href : null
  } catch {
    return null
  }
}

export function piecesOf(message: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of message.matchAll(address)) {
    const text = tidy(match[0])
    const href = hrefOf(text)
    if (href === null) continue
    if (match.index > from) pieces.push({ kind: 'text', text: message.slice(from, match.index) })
    pieces.push({ kind: 'link', text, href })
    from = match.index + text.length
  }
  if (from < message.length) pieces.push({ kind: 'text', text: message.slice(from) })
  return pieces
}
