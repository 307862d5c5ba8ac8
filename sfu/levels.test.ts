// What a part of a room announces of who is heard.
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { newId } from '../shared/ids.ts'
import { Levels, type LevelsOptions } from './levels.ts'

async function open() {
  const volumes = new EventEmitter()
  const announced: number[] = []
  const from = new Map<string, object | null>([
    ['here', null],
    ['elsewhere', {}],
  ])
  await Levels.create({
    room: newId<'room'>(),
    router: {
      createAudioLevelObserver: () => Promise.resolve(volumes),
      createActiveSpeakerObserver: () => Promise.resolve(new EventEmitter()),
    } as unknown as LevelsOptions['router'],
    sourceOf: (id) =>
      ({ id, owner: {}, from: from.get(id) }) as unknown as ReturnType<LevelsOptions['sourceOf']>,
    onSpeakers: ({ levels }) => announced.push(levels.length),
    onHeard: () => undefined,
  })
  const hear = (...ids: string[]) =>
    volumes.emit(
      'volumes',
      ids.map((id) => ({ producer: { id }, volume: -20 })),
    )
  return { announced, hear }
}

test('that nobody speaks here is said once, however long others speak elsewhere', async () => {
  const { announced, hear } = await open()
  hear('elsewhere')
  expect(announced).toEqual([])
  hear('here', 'elsewhere')
  hear('elsewhere')
  hear('elsewhere')
  expect(announced).toEqual([1, 0])
  hear('here')
  expect(announced).toEqual([1, 0, 1])
})
