// A class watches what an encoder sends, through everything there is: a key made in class, real RTMP, the recorder, and
// the player; and when the encoder goes and comes back, or staff ends it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Publisher } from '../test/hls/publisher.ts'
import { seriousFindings } from './axe.ts'
import { openPerson, phone, shoot, type PersonBrowser } from './browser.ts'
import { joinBy, ownerTeaches, teach } from './moves.ts'
import { sharedOffice } from './office.ts'
import { encoderDialog, makeKey, player, plays } from './watching.ts'

const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser
let publisher: Publisher

beforeAll(async () => {
  const office = sharedOffice()
  teacher = stack.use(await openPerson(null))
  pia = stack.use(await openPerson(null, phone))
  const room = await ownerTeaches(teacher.page, office, 'Lecture')
  await joinBy(pia.page, await office.linkFor(room, 'student'), 'Pia')
}, 120_000)
afterAll(() => stack.disposeAsync())

test('staff makes a key, an encoder comes in with it, and everybody watches', async () => {
  const { page } = teacher
  await teach(page, 'Stream from an encoder')
  const dialog = encoderDialog(page)
  const address = await makeKey(page, 'OBS in the hall')
  await shoot(page, 'broadcast-key')
  expect(await seriousFindings(page)).toEqual([])
  publisher = stack.use(new Publisher(address))
  await dialog.getByText('On air').waitFor()
  await dialog.getByText(/^every /).waitFor()
  await shoot(page, 'broadcast-health')
  await page.keyboard.press('Escape')
  for (const one of [page, pia.page]) await plays(one)
  await shoot(page, 'broadcast-teacher')
  await shoot(pia.page, 'broadcast-phone')
  expect(await seriousFindings(pia.page)).toEqual([])
})

test('while the encoder is away the class is told, and it goes on where it was', async () => {
  await publisher.cut()
  await player(pia.page).getByText('Back in a moment').waitFor()
  await shoot(pia.page, 'broadcast-interrupted-phone')
  await publisher.again()
  await player(pia.page).getByText('Back in a moment').waitFor({ state: 'detached' })
  await plays(pia.page)
})

test('staff ends it: the encoder is sent away and the stage is as before', async () => {
  const { page } = teacher
  await teach(page, 'Stream from an encoder')
  const dialog = encoderDialog(page)
  await dialog.getByRole('button', { name: 'End the broadcast' }).click()
  await publisher.gone()
  await pia.page.getByText('It was ended by staff.').first().waitFor()
  await shoot(pia.page, 'broadcast-over-phone')
  expect(pia.complaints).toEqual([])
})
