// What a process of ours really holds: its memory after it was made to collect its garbage, asked of V8's
// inspector. https://nodejs.org/api/inspector.html
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { z } from 'zod'

export interface Memory {
  /** Of living objects and their buffers, in bytes. */
  readonly heap: number
  /** As the kernel counts it, garbage that V8 keeps for later included. */
  readonly resident: number
}

export interface Inspector extends AsyncDisposable {
  memory(): Promise<Memory>
}

/** The flag with which a process, once it gets SIGUSR1, opens its inspector there. */
export const inspectorFlag = (port: number) => `--inspect-port=127.0.0.1:${port}`

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }))
const reply = z.object({
  id: z.number(),
  result: z.object({ result: z.object({ value: z.string() }).optional() }),
})
const usage = z.object({ heapUsed: z.number(), external: z.number(), rss: z.number() })

async function address(port: number): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null)
    const [first] = response === null ? [] : targets.parse(await response.json())
    if (first !== undefined) return first.webSocketDebuggerUrl
    await new Promise((again) => setTimeout(again, 50))
  }
}

export async function inspect(pid: number, port: number): Promise<Inspector> {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await address(port))
  await once(socket, 'open')
  let calls = 0
  const call = async (method: string, params: object = {}) => {
    const id = (calls += 1)
    socket.send(JSON.stringify({ id, method, params }))
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer]
      const answer = reply.safeParse(JSON.parse(data.toString()))
      if (answer.data?.id === id) return answer.data.result.result?.value ?? ''
    }
  }
  return {
    memory: async () => {
      // The second time takes what the finalizers of the first let go.
      for (let round = 0; round < 2; round += 1) await call('HeapProfiler.collectGarbage')
      const expression = 'JSON.stringify(process.memoryUsage())'
      const { heapUsed, external, rss } = usage.parse(
        JSON.parse(await call('Runtime.evaluate', { expression })),
      )
      return { heap: heapUsed + external, resident: rss }
    },
    [Symbol.asyncDispose]: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}
