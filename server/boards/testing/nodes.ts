// Nodes that share one store and serve one layer, within one process; what they tell each other gets lost
// as often as asked.
import type { LayerName } from '../../../shared/board/layer.ts'
import { layerIdOf } from '../../../shared/board/layer.ts'
import { newId } from '../../../shared/ids.ts'
import { machineClock } from '../../clock.ts'
import { startLogEngine } from '../../log/engine.ts'
import { HintBus, signedHints, type HintChannel } from '../../log/hints.ts'
import { MemoryStore } from '../../log/memoryStore.ts'
import { Layer } from '../layer.ts'
import { silentBoards } from '../recorder.ts'
import { layerKind, layerRules } from '../layerRules.ts'
import type { Passed } from '../passing.ts'

export function someLayer(): LayerName {
  return { board: newId(), page: newId(), of: 'shared', epoch: 0 }
}

function lossy(channel: HintChannel, loses: () => boolean): HintChannel {
  return {
    send: (text) => {
      if (!loses()) channel.send(text)
    },
    listen: (listener) => channel.listen(listener),
  }
}

export class Nodes implements AsyncDisposable {
  readonly store = new MemoryStore()
  readonly name = someLayer()
  readonly failures: unknown[] = []
  readonly #bus = new HintBus()
  readonly #engines: { close(): Promise<void>; checkTops(): Promise<void> }[] = []
  readonly layers: Layer[] = []
  /** What the room is asked before anything is judged. */
  confirmRights: () => Promise<void> = () => Promise.resolve()

  async start(loses: () => boolean = () => false): Promise<Layer> {
    const channel = lossy(this.#bus.channel(), loses)
    const hints = signedHints({ channel, secret: 's', onForged: () => undefined })
    const engine = startLogEngine({ store: this.store, clock: machineClock, hints })
    const registry = engine.registry({ kind: layerKind, rules: layerRules, oneByOne: true })
    const { log } = await registry.open(layerIdOf(this.name))
    const layer = new Layer({
      name: this.name,
      log,
      relay: (passed: readonly Passed[]) => {
        for (const other of this.layers) if (other !== layer) other.hear(passed)
      },
      confirmRights: () => this.confirmRights(),
      recorder: silentBoards,
      now: () => machineClock.now(),
      failed: (_, error) => this.failures.push(error),
    })
    this.#engines.push(engine)
    this.layers.push(layer)
    return layer
  }

  /** Brings every node to the top of the log. */
  async settle(): Promise<void> {
    for (const { log } of this.layers) await log.idle()
    await Promise.all(this.layers.map(({ log }) => log.sync()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const layer of this.layers) layer.close()
    await Promise.all(this.#engines.map((engine) => engine.close()))
  }
}
