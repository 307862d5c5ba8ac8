// In hand while the tool one took is being fetched. What is drawn with one that makes things is made when it is
// here; one that takes, rubs out or points would act on what has changed since, and does nothing until then.
import type { ToolName } from '../contract.ts'
import type { Tool } from '../desk.ts'

type Act = 'down' | 'move' | 'up' | 'cancel' | 'doubleClick' | 'key'

export class WaitingTool implements Tool {
  readonly cursor = 'progress'
  /** The tool that is fetched. */
  readonly name: ToolName
  readonly #makes: boolean
  readonly #done: ((tool: Tool) => void)[] = []
  readonly down = this.#later('down')
  readonly move = this.#later('move')
  readonly up = this.#later('up')
  readonly cancel = this.#later('cancel')
  readonly doubleClick = this.#later('doubleClick')
  readonly #press = this.#later('key')

  constructor(name: ToolName, makes: boolean) {
    this.name = name
    this.#makes = makes
  }

  key(key: string): boolean {
    if (key !== 'enter' || !this.#makes) return false
    this.#press(key)
    return true
  }

  handOver(tool: Tool): void {
    for (const act of this.#done.splice(0)) act(tool)
  }

  #later<Name extends Act>(name: Name) {
    return (...given: Parameters<NonNullable<Tool[Name]>>): void => {
      if (!this.#makes) return
      this.#done.push((tool) => {
        const act = tool[name] as ((...given: unknown[]) => unknown) | undefined
        act?.apply(tool, given)
      })
    }
  }
}
