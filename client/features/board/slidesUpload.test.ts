import { expect, it, vi } from 'vitest'
import { LyceumError } from '../../../shared/errors.ts'
import { newId } from '../../../shared/ids.ts'
import './boardsTexts.ts'
import { SlidesUpload, whyNot } from './slidesUpload.svelte.ts'

const refused = new LyceumError('invalid', '', { reason: 'file-type' })

it('says of what calls itself slides that it cannot be read, and of others what slides are', () => {
  const say = (name: string) => whyNot(refused, { name })
  expect(say('Deck.pptx')).toMatch(/could not be read\. Save it as PDF/)
  expect(say('Deck.PDF')).toMatch(/PDF could not be read/)
  expect(say('song.mp3')).toMatch(/PDF, a presentation or pictures/)
})

it('makes one board of several pictures, a page each in their order', async () => {
  const sent: string[] = []
  const done = vi.fn(async () => null)
  const upload = new SlidesUpload({
    room: newId<'room'>(),
    api: {} as never,
    token: async () => '',
    picture: async ({ name }) => (sent.push(name), newId<'file'>()),
    done,
  })
  const picture = (name: string) => new File(['x'], name, { type: 'image/png' })
  await upload.send([picture('Alps.png'), picture('Sea.png')])
  expect(sent).toEqual(['Alps.png', 'Sea.png'])
  expect(done).toHaveBeenCalledWith('Alps', [
    { file: expect.any(String) as string, pages: 1 },
    { file: expect.any(String) as string, pages: 1 },
  ])
  expect(upload).toMatchObject({ says: null, failed: null })
})
