// Why media is not served: a reason that the instructor sees, and words for the log.
export type MediaFault = 'badContainer' | 'badVideo' | 'badAudio' | 'videoCodec' | 'audioCodec'

export class MediaError extends Error {
  readonly fault: MediaFault

  constructor(fault: MediaFault, message: string) {
    super(message)
    this.name = 'MediaError'
    this.fault = fault
  }
}
