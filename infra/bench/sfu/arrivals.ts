// What arrives at sockets of this process that nobody reads from, as the kernel counts it: it costs nothing but the
// kernel's own work, however much it is. https://docs.kernel.org/networking/proc_net_tcp.html
import { readdir, readFile, readlink } from 'node:fs/promises'

async function ownSockets(): Promise<ReadonlySet<string>> {
  const names = await readdir('/proc/self/fd')
  const links = await Promise.all(
    names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  )
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
}

/** UDP datagrams that were dropped, of all that its sockets were ever sent: their queues were full. */
export async function droppedHere(): Promise<number> {
  const own = await ownSockets()
  const [, ...sockets] = (await readFile('/proc/net/udp', 'utf8')).trim().split('\n')
  const dropped = sockets.map((line) => {
    const fields = line.trim().split(/\s+/)
    const [inode = '', drops] = [fields[9], fields.at(-1)]
    return own.has(inode) ? Number(drops) : 0
  })
  return dropped.reduce((sum, one) => sum + one, 0)
}
