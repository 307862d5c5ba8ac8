// Somebody who counts what they would get of a source.
import type { RoomId, SourceId } from '../../shared/ids.ts'
import type { TestSfu } from './startTestSfu.ts'

/** Counts the packets that somebody who watches the source would get. */
export async function tap(
  sfu: TestSfu,
  room: RoomId,
  source: SourceId,
): Promise<{ packets: number }> {
  const there = sfu.node.rooms.find(({ id }) => id === room)
  const producer = there?.source(source)?.producer
  if (there === undefined || producer === undefined) throw new Error('no such source')
  const { router } = there
  const transport = await router.createDirectTransport()
  const rtpCapabilities = router.rtpCapabilities
  const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities })
  const count = { packets: 0 }
  consumer.on('rtp', () => {
    count.packets += 1
  })
  return count
}
