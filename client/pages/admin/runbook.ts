// The runbook of the documentation, section by section: paragraphs, numbered steps and code in a line.
import text from '../../../docs/runbooks.md?raw'

export interface Passage {
  readonly kind: 'paragraph' | 'step'
  /** Every other one is code. */
  readonly pieces: readonly string[]
}

/** Links lead into documents that are not here: their words stay. */
const plain = (line: string): string =>
  line.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('**', '')

function passage(line: string): Passage {
  const step = /^(?:\d+\.|-) (.*)$/.exec(line)
  const pieces = plain(step?.[1] ?? line).split('`')
  return { kind: step === null ? 'paragraph' : 'step', pieces }
}

/** Empty where there is no such section. */
export function sectionOf(alert: string): Passage[] {
  const [, section = ''] = text.split(`### ${alert}\n`)
  const [own = ''] = section.split(/^##/m)
  return own
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => passage(line.trim()))
}
