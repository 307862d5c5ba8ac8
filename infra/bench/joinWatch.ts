// Runs in the page that joins, before anything of it: notes when each stage of joining ended, presses
// "Join" as soon as it is there, and waits for the first decoded frame that is not one's own.

/** Milliseconds since the link was opened, each at the end of a stage. */
export interface JoinMarks {
  /** The page itself is there. */
  document: number
  /** The client runs, and asks at the door. */
  script: number
  /** The door has answered. */
  door: number
  /** The green room stands, and its button is pressed. */
  press: number
  /** The seat is taken. */
  seat: number
  /** The socket is open and the room's state is here. */
  welcome: number
  /** The sfu knows one. */
  media: number
  /** The first picture of another person is attached to the page. */
  track: number
  /** It shows its first frame. */
  frame: number
}

/** Leaves a promise in `globalThis.joined`. Everything it needs is inside: the page gets only its text. */
export function watchJoin(): void {
  if (window.top !== window) return
  const marks: Partial<JoinMarks> = {}
  const mark = (name: keyof JoinMarks) => {
    marks[name] ??= performance.now()
  }
  const own = new Set<string>()
  let done: (marks: JoinMarks) => void = () => undefined
  const joined = new Promise<JoinMarks>((resolve) => {
    done = resolve
  })
  Object.assign(globalThis, { joined })

  const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await capture(wish)
    for (const track of stream.getTracks()) own.add(track.id)
    return stream
  }

  const resource = (part: string) =>
    performance.getEntriesByType('resource').find(({ name }) => name.includes(part)) as
      PerformanceResourceTiming | undefined
  const finish = () => {
    mark('frame')
    const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    marks.document = page?.responseEnd ?? 0
    marks.script = resource('/door')?.startTime ?? 0
    marks.door = resource('/door')?.responseEnd ?? 0
    marks.seat = resource('/join')?.responseEnd ?? 0
    done({ welcome: 0, media: 0, track: 0, press: 0, ...(marks as JoinMarks) })
  }

  const Socket = WebSocket
  let asked = ''
  const listen = (socket: WebSocket) => {
    const send = socket.send.bind(socket)
    socket.send = (data) => {
      if (typeof data === 'string' && data.includes('"media.join"'))
        asked = /^\d\d?(?:\/[^,]*,)?(\d+)\[/.exec(data)?.[1] ?? ''
      send(data)
    }
    socket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string') return
      if (data.includes('["welcome"')) mark('welcome')
      if (asked !== '' && data.startsWith(`43${asked}[`)) mark('media')
    })
  }
  globalThis.WebSocket = new Proxy(Socket, {
    construct: (target, [url, protocols]: [string, string[]]) => {
      const socket = new target(url, protocols)
      listen(socket)
      return socket
    },
  })

  const watched = new Set<HTMLVideoElement>()
  const others = (video: HTMLVideoElement) => {
    const stream = video.srcObject
    if (!(stream instanceof MediaStream)) return false
    const [track] = stream.getVideoTracks()
    return track !== undefined && !own.has(track.id)
  }
  const look = () => {
    if (marks.press === undefined) {
      const button = document.querySelector<HTMLButtonElement>('main form button[type=submit]')
      if (button !== null) {
        mark('press')
        button.click()
      }
    }
    for (const video of document.querySelectorAll('video')) {
      if (watched.has(video) || !others(video)) continue
      watched.add(video)
      mark('track')
      video.requestVideoFrameCallback(finish)
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
