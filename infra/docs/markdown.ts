// The few pieces of Markdown that the generated pages are made of.

export const code = (text: string) => `\`${text}\``

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

/** Paragraphs, headings and tables, with an empty line between. */
export function page(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}
