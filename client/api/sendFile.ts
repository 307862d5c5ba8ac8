// Sends a file's bytes to a route that takes them, telling how far it is. By XMLHttpRequest, because fetch
// does not tell.
import { callErrorOf, offline, type CallError } from './api.ts'

export interface Sending {
  readonly done: Promise<unknown>
  /** What was sent so far is thrown away; `done` never settles. */
  cancel(): void
}

interface Order {
  readonly url: string
  readonly bytes: Blob
  /** The room token, where the route asks for one. */
  readonly token?: string
  /** From 0 to 1. */
  readonly progress: (share: number) => void
}

export function sendFile({ url, bytes, token, progress }: Order): Sending {
  const request = new XMLHttpRequest()
  const done = new Promise<unknown>((resolve, reject: (error: CallError) => void) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress(total === 0 ? 1 : loaded / total)
    })
    request.addEventListener('error', () => {
      reject(offline())
    })
    request.addEventListener('load', () => {
      const { status, responseText } = request
      if (status === 200) resolve(JSON.parse(responseText))
      else void callErrorOf(new Response(responseText, { status })).then(reject)
    })
  })
  request.open('POST', url)
  request.setRequestHeader('x-lyceum', '1')
  // What it is, the server finds out by itself.
  request.setRequestHeader('content-type', 'application/octet-stream')
  if (token !== undefined) request.setRequestHeader('authorization', `Bearer ${token}`)
  request.send(bytes)
  return {
    done,
    cancel: () => {
      request.abort()
    },
  }
}
