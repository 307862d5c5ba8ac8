// Copying text, also text that is still on its way: browsers allow it only in the moment of the
// press, so the promise is handed over, not awaited.

/** The old way; the only one where the page is not secure, as on a LAN without a certificate. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  // Inside an open dialog, or its focus trap would take the selection away.
  const place = document.querySelector('[role="dialog"]') ?? document.body
  place.append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without HTTPS
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}

async function copyNow(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Safari takes a promise; where that is not known, the text is copied when it is there. */
async function copyPromise(text: Promise<string>): Promise<boolean> {
  const blob = text.then((value) => new Blob([value], { type: 'text/plain' }))
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    return copyNow(await text)
  }
}

/** False when the browser refused; then the text must be shown to be copied by hand. */
export function copy(text: string | Promise<string>): Promise<boolean> {
  return typeof text === 'string' ? copyNow(text) : copyPromise(text)
}
