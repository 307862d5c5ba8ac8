// Giving somebody a file that was made here.

export function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The download has begun by then; Safari begins it late.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
