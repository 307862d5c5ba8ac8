// In place of lib0's logging, for what Yjs says of its wrong use: words to the console, without colours.
export const [BOLD, UNBOLD, ORANGE, RED] = ['', '', '', '']

export function print(...words: readonly unknown[]): void {
  console.info(...words.filter((word) => word !== ''))
}

export function warn(...words: readonly unknown[]): void {
  console.warn(...words.filter((word) => word !== ''))
}
