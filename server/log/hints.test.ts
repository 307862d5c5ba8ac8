import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { origin } from '../../shared/log.ts'
import { signedHints, socketChannel, type Hint, type HintChannel } from './hints.ts'

function hintOf(text: string): Hint {
  const id = newId<'fact'>()
  const about = { type: 'said', version: 1, visibleTo: 'all' as const, at: 1, actor: null }
  const fact = { ...about, seq: 1, id, body: { text } }
  return { log: newId<'room'>(), after: origin, upto: { seq: 1, id }, facts: [fact] }
}

/** A wire whose text the test can look at and change. */
function wire() {
  const sent: string[] = []
  const listeners: ((text: string) => void)[] = []
  const channel: HintChannel = {
    send: (text) => sent.push(text),
    listen: (listener) => {
      listeners.push(listener)
      return () => listeners.splice(0)
    },
  }
  const deliver = (text: string) => {
    for (const listener of listeners) listener(text)
  }
  return { channel, sent, deliver }
}

function listen(secret: string) {
  const { channel, sent, deliver } = wire()
  const heard: Hint[] = []
  let forged = 0
  const hints = signedHints({ channel, secret, onForged: () => (forged += 1) })
  const stop = hints.subscribe((list) => heard.push(...list))
  return { hints, sent, deliver, heard, stop, forged: () => forged }
}

describe('signed hints', () => {
  it('arrive as they were sent', () => {
    const { hints, sent, deliver, heard, forged } = listen('secret')
    const list = [hintOf('a'), hintOf('ö 🎓')]
    hints.publish(list)
    sent.forEach(deliver)
    expect(heard).toEqual(list)
    expect(forged()).toBe(0)
  })

  it('are not believed from another cluster, changed, cut or made up', () => {
    const { hints, sent, deliver, heard, forged } = listen('secret')
    hints.publish([hintOf('a')])
    const [text = ''] = sent
    const foreign = listen('other')
    foreign.deliver(text)
    const bad = [text.replace('"a"', '"b"'), text.slice(1), text.slice(0, -1), '[]', '', '🎓']
    bad.forEach(deliver)
    expect([foreign.heard, heard]).toEqual([[], []])
    expect([foreign.forged(), forged()]).toEqual([1, bad.length])
  })

  it('leave their facts behind when those are too large', () => {
    const { hints, sent, deliver, heard } = listen('secret')
    const large = hintOf('x'.repeat(200_000))
    hints.publish([large])
    sent.forEach(deliver)
    expect(heard).toEqual([{ ...large, facts: [] }])
  })
})

describe('the channel of a Socket.IO server', () => {
  it('sends to other servers and listens until it is stopped', () => {
    const emitted: unknown[] = []
    class Server extends EventEmitter {
      serverSideEmit(...message: [string, string]): boolean {
        emitted.push(message)
        return true
      }
    }
    const io = new Server()
    const channel = socketChannel(io)
    channel.send('out')
    expect(emitted).toEqual([['lyceum:hint', 'out']])
    const heard: string[] = []
    const stop = channel.listen((text) => heard.push(text))
    io.emit('lyceum:hint', 'in')
    io.emit('lyceum:hint', { not: 'text' })
    stop()
    io.emit('lyceum:hint', 'late')
    expect(heard).toEqual(['in'])
    expect(io.listenerCount('lyceum:hint')).toBe(0)
  })
})
