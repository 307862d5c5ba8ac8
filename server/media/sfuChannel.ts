// The channel to one sfu.
import { Channel, type ChannelOptions } from '../../shared/channel/channel.ts'
import { sfuContract, type SfuContract } from '../../shared/contract/sfu.ts'

export class SfuChannel extends Channel<SfuContract> {
  constructor(options: ChannelOptions) {
    super(sfuContract, options)
  }
}
