// A publisher in a thread of its own, who sends as much as is taken of him, whatever the thread that started him does.
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { chunks, RtmpClient, types } from './rtmpClient.ts'

const { port, key, messages } = workerData as { port: number; key: string; messages: number }
const body = Buffer.concat([Buffer.from([0xaf, 1]), Buffer.alloc(100_000)])
const client = await RtmpClient.open(port)
client.publish(key)
for (let n = 0; n < messages && !client.closed; n += 1) {
  const message = chunks({ type: types.audio, body, stream: 1, dts: n })
  if (!client.socket.write(message)) await once(client.socket, 'drain')
}
parentPort?.postMessage('sent')
