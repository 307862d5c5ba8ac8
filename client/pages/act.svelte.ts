// One act of a person, such as sending a form: idle, pending, or failed with what the server said of
// each field. A second press while pending does nothing.
import { CallError } from '../api/api.ts'
import { explain } from '../api/explain.ts'
import { fieldWords } from './fieldWords.ts'

/** What forms show at the field itself. */
const atField: ReadonlySet<string> = new Set(['name', 'title', 'login', 'password', 'next'])

export class Act<Input extends readonly unknown[] = []> {
  #pending = $state(false)
  #error = $state.raw<unknown>(null)
  readonly #run: (...input: Input) => Promise<void>

  constructor(run: (...input: Input) => Promise<void>) {
    this.#run = run
  }

  get pending(): boolean {
    return this.#pending
  }

  get error(): unknown {
    return this.#error
  }

  /** In the reader's language; undefined when nothing failed. */
  get message(): string | undefined {
    if (this.#error === null) return undefined
    return this.#unshown() ?? explain(this.#error)
  }

  /** What is wrong with one field, if the server named it. */
  issue(path: string): string | undefined {
    if (!(this.#error instanceof CallError)) return undefined
    const issue = this.#error.issue(path)
    return issue === undefined ? undefined : (fieldWords(this.#error.code, path) ?? issue)
  }

  /** True when it was done. */
  readonly start = async (...input: Input): Promise<boolean> => {
    if (this.#pending) return false
    this.#pending = true
    this.#error = null
    try {
      await this.#run(...input)
      return true
    } catch (error) {
      this.#error = error
      return false
    } finally {
      this.#pending = false
    }
  }

  clear(): void {
    this.#error = null
  }

  /** The first thing that is wrong with a field which shows nothing beside itself. */
  #unshown(): string | null {
    if (!(this.#error instanceof CallError)) return null
    const { code, issues } = this.#error
    const [first] = issues.filter(({ path }) => !atField.has(path.replace(/^body\./, '')))
    return first === undefined ? null : fieldWords(code, first.path)
  }
}
