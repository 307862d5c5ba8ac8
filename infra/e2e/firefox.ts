// Debian's Firefox with a camera and a microphone of its own making, and what a test can hear in it. Knows
// Firefox by WebDriver BiDi, since Playwright drives only a Firefox of its own.
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { listenIn, meanColours, patience } from './browser.ts'

const executablePath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr'

/** Hertz of the tone that its microphone hears; its camera sees one colour turn into another. */
export const firefoxTone = 660

/**
 * Devices without questions, sound without a press, and media over loopback, where tests announce theirs.
 * Loopback takes both its own switch and a lasting permission of the devices: even a page that captures
 * gathers only the machine's default address while it has none.
 */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.audio.fake_frequency': firefoxTone,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'permissions.default.camera': 1,
  'permissions.default.microphone': 1,
  'intl.accept_languages': 'en-GB',
}

type Preferences = Readonly<Record<string, boolean | number | string>>

export interface FirefoxPerson extends AsyncDisposable {
  readonly page: Page
  /** What the page complained about; a test ends by expecting none. */
  readonly complaints: readonly string[]
}

function launch(others: Preferences): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    // Ends Firefox with whoever drives it, even when that is killed.
    executablePath: '/usr/bin/setpriv',
    args: ['--pdeathsig', 'KILL', executablePath, '--headless', '--no-remote'],
    ignoreDefaultArgs: true,
    extraPrefsFirefox: { ...preferences, ...others },
    defaultViewport: { width: 1280, height: 800 },
    timeout: patience,
  })
}

export async function openFirefox(others: Preferences = {}): Promise<FirefoxPerson> {
  const browser = await launch(others)
  const page = await browser.newPage()
  page.setDefaultTimeout(patience)
  await page.evaluateOnNewDocument(listenIn)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`)
  })
  return { page, complaints, [Symbol.asyncDispose]: () => browser.close() }
}

export const tileOf = (name: string): string => `article[aria-label^="${name}"]`

export async function joinInFirefox(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.locator('input[autocomplete=name]').fill(name)
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('#dock')
}

export function coloursInFirefox(page: Page, within: string): Promise<[number, number, number][]> {
  return page.evaluate(meanColours, within)
}

/** The texts of the chat from top to bottom. */
export function chatInFirefox(page: Page): Promise<string[]> {
  return page.$$eval('[role=log] li.message .text', (texts) =>
    texts.map((one) => one.textContent.trim()),
  )
}

/** The loudest frequency, in Hz, of what plays in the page together; 0 for silence. */
export function toneHeard(page: Page): Promise<number> {
  return page.evaluate(loudestRecorded)
}

/** Runs in the page. Without a loudspeaker Firefox starts no AudioContext, so a recording is looked at. */
async function loudestRecorded(): Promise<number> {
  const { players } = globalThis as unknown as { players: Set<HTMLMediaElement> }
  const tracks = [...players]
    .filter((element) => !element.muted && !element.paused)
    .map((element) => element.srcObject)
    .filter((stream) => stream instanceof MediaStream)
    .flatMap((stream) => stream.getAudioTracks())
  if (tracks.length === 0) return 0
  const recorder = new MediaRecorder(new MediaStream(tracks))
  const recorded = new Promise<Blob>((done) => {
    recorder.addEventListener('dataavailable', ({ data }) => done(data))
  })
  recorder.start()
  await new Promise((done) => setTimeout(done, 600))
  recorder.stop()
  const rate = 48_000
  const context = new OfflineAudioContext(1, rate / 2, rate)
  const source = context.createBufferSource()
  source.buffer = await context.decodeAudioData(await (await recorded).arrayBuffer())
  const analyser = context.createAnalyser()
  analyser.fftSize = 8_192
  source.connect(analyser).connect(context.destination)
  source.start()
  await context.startRendering()
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  const loudest = bins.reduce((best, level, bin) => (level > (bins[best] ?? 0) ? bin : best), 0)
  return (bins[loudest] ?? -Infinity) < -70 ? 0 : (loudest * rate) / analyser.fftSize
}
