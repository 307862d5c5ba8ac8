// The ingest process: the door for encoders alone, so that nothing that comes through it can hurt what is watched. What
// is published goes on by a pipe; while that is full, encoders wait. It ends with its parent.
import { Socket } from 'node:net'
import { control, frame } from './frames.ts'
import { Keyring } from './keyring.ts'
import { orders, pipeDescriptor, type Order, type Tiding } from './messages.ts'
import { RtmpDoor } from './rtmpDoor.ts'

const pipe = new Socket({ fd: pipeDescriptor, readable: false, writable: true })
const keys = new Keyring()
const publications = new Map<number, () => void>()
let door: RtmpDoor | null = null
let last = 0

function write(publication: number, bytes: Buffer): void {
  if (!pipe.write(frame({ publication, bytes }))) door?.hold(true)
}

const tell = (tiding: Tiding): void => write(control, Buffer.from(JSON.stringify(tiding)))

const load = (all: Extract<Order, { do: 'load' }>['keys']): void =>
  keys.load(new Map(all.map(({ key, hash }) => [hash, key])))

function begin(key: string, address: string) {
  last += 1
  const publication = last
  tell({ is: 'begun', publication, key, address })
  return {
    opened: (sendAway: () => void) => {
      publications.set(publication, sendAway)
    },
    write: (flv: Buffer) => write(publication, flv),
    end: (why: Extract<Tiding, { is: 'ended' }>['why']) => {
      publications.delete(publication)
      tell({ is: 'ended', publication, why })
    },
  }
}

async function open({ host, port, tls, keys: all }: Extract<Order, { do: 'open' }>): Promise<void> {
  load(all)
  try {
    door = await RtmpDoor.open({
      ...{ host, port, keys, begin },
      tls: tls === null ? undefined : { key: Buffer.from(tls.key), cert: Buffer.from(tls.cert) },
      refused: (address, why) => tell({ is: 'refused', address, why }),
    })
    tell({ is: 'open', port: door.port })
  } catch (error) {
    tell({ is: 'failed', why: error instanceof Error ? error.message : String(error) })
  }
}

process.on('message', (message) => {
  const order = orders.parse(message)
  if (order.do === 'open') void open(order)
  else if (order.do === 'end') publications.get(order.publication)?.()
  else {
    load(order.keys)
    door?.checkKeys()
  }
})
pipe.on('drain', () => door?.hold(false))
pipe.on('error', () => process.exit(1))
process.once('disconnect', () => process.exit(0))
