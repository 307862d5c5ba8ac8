// In hand while the tool one took is being fetched. What is drawn with one that makes things is made when it is
// here, also if another is in hand by then; one that takes, rubs out or points would act on what has changed
// since, and does nothing until then.
import type { Shape } from '../../../../../shared/board/shape.ts'
import type { ToolName } from '../contract.ts'
import type { Tool } from '../desk.ts'

type Act = 'down' | 'move' | 'up' | 'cancel' | 'doubleClick' | 'key'

export class WaitingTool implements Tool {
  readonly cursor = 'progress'
  /** The tool that is fetched. */
  readonly name: ToolName
  /** How it makes something; none when it does not. */
  readonly gesture: Shape['gesture']
  readonly #done: ((tool: Tool) => void)[] = []
  readonly down = this.#later('down')
  readonly move = this.#later('move')
  readonly up = this.#later('up')
  readonly cancel = this.#later('cancel')
  readonly doubleClick = this.#later('doubleClick')
  readonly #press = this.#later('key')

  constructor(name: ToolName, gesture: Shape['gesture']) {
    this.name = name
    this.gesture = gesture
  }

  key(key: string): boolean {
    if (key !== 'enter' || this.gesture === 'none') return false
    this.#press(key)
    return true
  }

  handOver(tool: Tool): void {
    for (const act of this.#done.splice(0)) act(tool)
  }

  #later<Name extends Act>(name: Name) {
    return (...given: Parameters<NonNullable<Tool[Name]>>): void => {
      if (this.gesture === 'none') return
      this.#done.push((tool) => {
        const act = tool[name] as ((...given: unknown[]) => unknown) | undefined
        act?.apply(tool, given)
      })
    }
  }
}
