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

/** What the parts below share in the page. */
interface Watch {
  readonly marks: Partial<JoinMarks>
  /** Ids of one's own tracks. */
  readonly own: Set<string>
  readonly mark: (name: keyof JoinMarks) => void
  finish: VideoFrameRequestCallback
}

declare global {
  var watch: Watch
  var joined: Promise<JoinMarks>
}

function begin(): void {
  const marks: Partial<JoinMarks> = {}
  const own = new Set<string>()
  const mark = (name: keyof JoinMarks) => {
    marks[name] ??= performance.now()
  }
  globalThis.watch = { marks, own, mark, finish: () => undefined }
  const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await capture(wish)
    for (const track of stream.getTracks()) own.add(track.id)
    return stream
  }
}

function promise(): void {
  const { watch } = globalThis
  const resource = (part: string) =>
    performance.getEntriesByType('resource').find(({ name }) => name.includes(part)) as
      PerformanceResourceTiming | undefined
  globalThis.joined = new Promise<JoinMarks>((resolve) => {
    watch.finish = (_now, { presentationTime }) => {
      watch.marks.frame = presentationTime
      const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const { press = 0, welcome = 0, media = 0, track = 0, frame = 0 } = watch.marks
      resolve({
        document: page?.responseEnd ?? 0,
        script: resource('/door')?.startTime ?? 0,
        door: resource('/door')?.responseEnd ?? 0,
        press,
        seat: resource('/join')?.responseEnd ?? 0,
        welcome,
        media,
        track,
        frame,
      })
    }
  })
}

function watchSocket(): void {
  const { mark } = globalThis.watch
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
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct: (target, [url, protocols]: [string, string[]]) => {
      const socket = new target(url, protocols)
      listen(socket)
      return socket
    },
  })
}

function watchPage(): void {
  const { marks, mark, own, finish } = globalThis.watch
  const watched = new Set<HTMLVideoElement>()
  const others = (video: HTMLVideoElement) => {
    const stream = video.srcObject
    if (!(stream instanceof MediaStream)) return false
    const [track] = stream.getVideoTracks()
    return track !== undefined && !own.has(track.id)
  }
  const press = () => {
    const button = document.querySelector<HTMLButtonElement>('main form button[type=submit]')
    if (button === null) return
    mark('press')
    button.click()
  }
  const look = () => {
    if (marks.press === undefined) press()
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

const parts = [begin, promise, watchSocket, watchPage].map((part) => `(${part.toString()})()`)

/** A script that leaves a promise in `globalThis.joined`. The page gets only the text of its parts. */
export const watchJoin = `if (window.top === window) { ${parts.join(';')} }`
