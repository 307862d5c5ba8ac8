// What a board can do beyond looking, ink and zoom: all other tools, the clipboard, what is done to objects,
// and what the others do at this moment. Fetched once the page stands, so that the first stroke does not wait for it.
import type { Box } from '../../../../shared/board/shape.ts'
import { Clipboard, type Arrivals } from './clipboard.ts'
import type { ObjectActs } from './commands.ts'
import type { EnginePorts, ListedObject, ToolName } from './contract.ts'
import type { Desk, Tool } from './desk.ts'
import { listOf } from './list.ts'
import { Remote } from './remote.ts'
import { SelectionActs } from './selectionActs.ts'
import { toolFor } from './tools/index.ts'
import { Writing } from './writing.ts'

export { insertFiles } from './inserts.ts'

export interface KitNeeds {
  readonly arrivals: Arrivals
  readonly ports: EnginePorts
}

export class Kit {
  readonly acts: ObjectActs
  readonly writing: Writing
  readonly remote: Remote
  readonly #desk: Desk
  readonly #ports: EnginePorts
  readonly #clipboard: Clipboard

  constructor(desk: Desk, { arrivals, ports }: KitNeeds) {
    const { camera, painter, ask } = desk
    this.#desk = desk
    this.#ports = ports
    this.writing = new Writing({ port: ports.textEditor, camera, painter, changed: ask })
    const drag = { scene: desk.scene, spoil: desk.spoil, mine: desk.lifted.keys }
    this.remote = new Remote({ shapeOf: desk.shapeOf, drag, ask })
    this.#clipboard = new Clipboard(desk, ports.pictures, arrivals)
    this.acts = new SelectionActs(desk, this.#clipboard)
  }

  listen(host: HTMLElement, signal: AbortSignal): void {
    this.#clipboard.listen(host, signal)
    const revealed = () => {
      this.writing.reveal(freeOf(host))
    }
    // A keyboard came or went.
    visualViewport?.addEventListener('resize', revealed, { signal })
  }

  tool(name: ToolName): Tool | null {
    return toolFor(name, this.#desk)
  }

  list(): ListedObject[] {
    const { scene, selection } = this.#desk
    return listOf({ scene, selection, ports: this.#ports })
  }
}

/** What a keyboard leaves of the host, from its upper left. */
function freeOf(host: HTMLElement): Box {
  const { top, bottom, width } = host.getBoundingClientRect()
  const [from, to] = [visualViewport?.offsetTop ?? 0, visualViewport?.height ?? innerHeight]
  const y = Math.max(top, from)
  return { x: 0, y: y - top, width, height: Math.max(0, Math.min(bottom, from + to) - y) }
}
