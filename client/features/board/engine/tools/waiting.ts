// In hand while the tool one took is being fetched: what is done with it meanwhile is done by that tool, once
// it is here.
import type { ToolName } from '../contract.ts'
import type { Tool } from '../desk.ts'

type Act = 'down' | 'move' | 'up' | 'cancel' | 'doubleClick' | 'key'

export class WaitingTool implements Tool {
  readonly cursor = 'progress'
  /** The tool that is fetched. */
  readonly name: ToolName
  readonly #done: ((tool: Tool) => void)[] = []
  readonly down = this.#later('down')
  readonly move = this.#later('move')
  readonly up = this.#later('up')
  readonly cancel = this.#later('cancel')
  readonly doubleClick = this.#later('doubleClick')
  readonly #press = this.#later('key')

  constructor(name: ToolName) {
    this.name = name
  }

  key(key: string): boolean {
    if (key !== 'enter') return false
    this.#press(key)
    return true
  }

  handOver(tool: Tool): void {
    for (const act of this.#done.splice(0)) act(tool)
  }

  #later<Name extends Act>(name: Name) {
    return (...given: Parameters<NonNullable<Tool[Name]>>): void => {
      this.#done.push((tool) => {
        const act = tool[name] as ((...given: unknown[]) => unknown) | undefined
        act?.apply(tool, given)
      })
    }
  }
}
