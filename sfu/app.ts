// Builds an sfu by hand, top to bottom, and takes it down in reverse order.
import type { Logger } from 'pino'
import { Control } from '../shared/channel/control.ts'
import type { RunningNode } from '../shared/channel/process.ts'
import { sfuContract } from '../shared/contract/sfu.ts'
import type { SfuConfig } from './config.ts'
import { Metrics } from './metrics.ts'
import { SfuNode } from './node.ts'

export interface Sfu extends RunningNode {
  readonly node: SfuNode
}

export async function startSfu(config: SfuConfig, log: Logger): Promise<Sfu> {
  const node = await SfuNode.create(config, log)
  try {
    const metrics = new Metrics(node)
    const health = () => {
      const { length } = node.workers.alive
      return { ready: length > 0, figures: { node: node.name, workers: length } }
    }
    const control = await Control.listen({
      ...config.control,
      contract: sfuContract,
      ...{ node, metrics, health, log },
    })
    const close = async () => {
      await control.close()
      node.close()
    }
    const drain = () => node.drain(config.limits.drainMs)
    return { node, listen: control.address, drain, close }
  } catch (error) {
    node.close()
    throw error
  }
}
