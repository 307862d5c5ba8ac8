// Chromium with a camera and a microphone that play files, one browser per person, and what a test can
// see and hear in it.
import { join } from 'node:path'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core'
import { filesOf, type Sight } from './media.ts'

export interface PersonBrowser extends AsyncDisposable {
  readonly browser: Browser
  readonly page: Page
  /** What the page complained about; a test ends by expecting none. */
  readonly complaints: readonly string[]
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio=false',
]
/** Every question about devices is answered with yes. */
const agreeing = '--use-fake-ui-for-media-stream'
const loud = '--autoplay-policy=no-user-gesture-required'

/** How long a test waits for what must happen; a busy machine is slow. In ms. */
export const patience = 30_000

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
export const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  isMobile: true,
  hasTouch: true,
}

export const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

async function launchOptions(sight: Sight | null, args: readonly string[]): Promise<LaunchOptions> {
  const files = sight === null ? null : await filesOf(sight)
  const fake =
    files === null
      ? []
      : [
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${files.picture}`,
          `--use-file-for-fake-audio-capture=${files.sound}`,
        ]
  return { executablePath, args: [...quiet, loud, ...args, ...fake] }
}

export async function launch(
  sight: Sight | null,
  args: readonly string[] = [agreeing],
): Promise<Browser> {
  return chromium.launch(await launchOptions(sight, args))
}

/** A browser that keeps what it has fetched and compiled in a folder, as a person's own does. */
export async function openProfile(sight: Sight, folder: string): Promise<BrowserContext> {
  const options = { ...(await launchOptions(sight, [agreeing])), ...desktop, locale: 'en-GB' }
  return prepared(await chromium.launchPersistentContext(folder, options))
}

/**
 * In every page: the players that are not in the document are remembered, so that a test can hear them,
 * and noise suppression stays off, because it takes a steady tone for noise.
 */
export function listenIn(): void {
  const players = new Set<HTMLMediaElement>()
  Object.assign(globalThis, { players })
  const { prototype } = HTMLMediaElement
  const play: (this: HTMLMediaElement) => Promise<void> = Reflect.get(prototype, 'play')
  prototype.play = function (this: HTMLMediaElement) {
    players.add(this)
    return play.call(this)
  }
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (devices === undefined) return
  const capture = devices.getUserMedia.bind(devices)
  devices.getUserMedia = (wish = {}) => {
    const raw = { noiseSuppression: false, echoCancellation: false, autoGainControl: false }
    const audio = typeof wish.audio === 'object' ? { ...wish.audio, ...raw } : wish.audio
    return capture(audio === undefined ? wish : { ...wish, audio })
  }
}

/** With all the devices allowed. */
async function prepared(context: BrowserContext): Promise<BrowserContext> {
  await context.grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'])
  await context.addInitScript(listenIn)
  context.setDefaultTimeout(patience)
  return context
}

export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = desktop,
): Promise<BrowserContext> {
  return prepared(await browser.newContext({ locale: 'en-GB', ...options }))
}

export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  return complaints
}

export async function openPerson(
  sight: Sight | null,
  options: BrowserContextOptions = desktop,
): Promise<PersonBrowser> {
  const browser = await launch(sight)
  const context = await openContext(browser, options)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  return { browser, page, complaints, [Symbol.asyncDispose]: () => browser.close() }
}

/** The mean colour of the upper half of each playing video, as the page decodes it. */
export function coloursSeen(page: Page, within = 'body'): Promise<[number, number, number][]> {
  return page.evaluate(meanColours, within)
}

/** Runs in the page; `within` selects whose videos are looked at. */
export function meanColours(within: string): [number, number, number][] {
  const all = document.querySelectorAll<HTMLVideoElement>(`${within} video`)
  const videos = [...all].filter((video) => video.videoWidth > 0)
  return videos.map((video): [number, number, number] => {
    const canvas = new OffscreenCanvas(16, 16)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return [0, 0, 0]
    const { videoWidth, videoHeight } = video
    context.drawImage(video, 0, 0, videoWidth, videoHeight / 2, 0, 0, 16, 16)
    const { data } = context.getImageData(0, 0, 16, 16)
    const sums = [0, 0, 0]
    for (let index = 0; index < data.length; index += 4)
      for (let channel = 0; channel < 3; channel += 1)
        sums[channel] = (sums[channel] ?? 0) + (data[index + channel] ?? 0)
    return sums.map((sum) => Math.round(sum / 256)) as [number, number, number]
  })
}

export function looksLike(seen: readonly number[], wanted: readonly number[]): boolean {
  return wanted.every((value, channel) => Math.abs(value - (seen[channel] ?? 0)) < 40)
}

/** The loudest frequency, in Hz, of each sound that plays in the page; 0 for silence. */
export function tonesHeard(page: Page): Promise<number[]> {
  return page.evaluate(loudestTones)
}

/** Runs in the page. */
export async function loudestTones(): Promise<number[]> {
  const { players } = globalThis as unknown as { players: Set<HTMLMediaElement> }
  const tracks = [...players]
    .filter((element) => !element.muted && !element.paused)
    .map((element) => element.srcObject)
    .filter((stream) => stream instanceof MediaStream)
    .flatMap((stream) => stream.getAudioTracks())
  const context = new AudioContext()
  const analysers = tracks.map((track) => {
    const analyser = context.createAnalyser()
    analyser.fftSize = 8_192
    analyser.smoothingTimeConstant = 0
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    return analyser
  })
  await new Promise((done) => setTimeout(done, 600))
  const tones = analysers.map((analyser) => {
    const bins = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(bins)
    const loudest = bins.reduce((best, level, bin) => (level > (bins[best] ?? 0) ? bin : best), 0)
    const level = bins[loudest] ?? -Infinity
    return level < -70 ? 0 : (loudest * context.sampleRate) / analyser.fftSize
  })
  await context.close()
  return tones
}

export function soundsLike(heard: number, tone: number): boolean {
  return Math.abs(heard - tone) < 15
}

/** A picture of the page for a person to look at, in the folder that `E2E_SHOTS` names; else nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['E2E_SHOTS']
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) })
}
