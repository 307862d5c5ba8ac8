// Keys of the player mean something only while it has the focus, and leave controls theirs.
import { expect, test, vi } from 'vitest'
import { actFor, type PlayerActs } from './playerKeys.ts'

const pressed = (key: string, more = {}) => ({
  ...{ key, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, repeat: false },
  ...more,
})
const acts = () => ({
  ...{ turn: vi.fn(), skip: vi.fn(), turnUp: vi.fn(), mute: vi.fn(), fill: vi.fn() },
  goLive: vi.fn(),
})

test('each key does one thing', () => {
  const done = acts()
  for (const key of [' ', 'ArrowLeft', 'ArrowUp', 'm', 'F', 'l'])
    actFor(pressed(key), 'SECTION')?.(done satisfies PlayerActs)
  expect(done.turn).toHaveBeenCalledOnce()
  expect(done.skip).toHaveBeenCalledWith(-10)
  expect(done.turnUp).toHaveBeenCalledWith(0.1)
  expect(done.mute).toHaveBeenCalledOnce()
  expect(done.fill).toHaveBeenCalledOnce()
  expect(done.goLive).toHaveBeenCalledOnce()
})

test('space presses the button that has the focus, and arrows move its slider', () => {
  expect(actFor(pressed(' '), 'BUTTON')).toBeNull()
  expect(actFor(pressed('ArrowLeft'), 'INPUT')).toBeNull()
  expect(actFor(pressed('ArrowLeft'), 'SEEK')).not.toBeNull()
  expect(actFor(pressed('ArrowUp'), 'SEEK')).toBeNull()
  expect(actFor(pressed('ArrowLeft'), 'BUTTON')).not.toBeNull()
  expect(actFor(pressed('m'), 'INPUT')).not.toBeNull()
  expect(actFor(pressed('m'), 'SELECT')).toBeNull()
})

test('with Ctrl, Alt or Meta it is the browser’s, and a key that is held acts once', () => {
  expect(actFor(pressed('f', { ctrlKey: true }), 'SECTION')).toBeNull()
  expect(actFor(pressed('m', { repeat: true }), 'SECTION')).toBeNull()
  expect(actFor(pressed('ArrowRight', { repeat: true }), 'SECTION')).not.toBeNull()
})
