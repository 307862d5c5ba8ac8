// Builds an sfu by hand, top to bottom, and takes it down in reverse order.
import type { Logger } from 'pino'
import { Control } from './control.ts'
import type { SfuConfig } from './config.ts'
import { Metrics } from './metrics.ts'
import { SfuNode } from './node.ts'

export interface Sfu {
  readonly node: SfuNode
  /** host:port of the control channel. */
  readonly listen: string
  close(): Promise<void>
}

export async function startSfu(config: SfuConfig, log: Logger): Promise<Sfu> {
  const node = await SfuNode.create(config, log)
  try {
    const metrics = new Metrics(node)
    const control = await Control.listen({ ...config.control, node, metrics, log })
    const close = async () => {
      await control.close()
      node.close()
    }
    return { node, listen: control.address, close }
  } catch (error) {
    node.close()
    throw error
  }
}
