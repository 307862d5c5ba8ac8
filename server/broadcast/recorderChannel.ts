// The channel to one recorder.
import { Channel, type ChannelOptions } from '../../shared/channel/channel.ts'
import { recorderContract, type RecorderContract } from '../../shared/contract/recorder.ts'

export class RecorderChannel extends Channel<RecorderContract> {
  constructor(options: ChannelOptions) {
    super(recorderContract, options)
  }
}
