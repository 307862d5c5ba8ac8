// The client writes out what the contract says, to leave its schemas out of the page; here they meet.
import { expect, test } from 'vitest'
import { captionLimit as contractLimit } from '../../../shared/contract/captions.ts'
import { captionLimit } from './captions.svelte.ts'

test('a line of captions may be as long as the contract says', () => {
  expect(captionLimit).toBe(contractLimit)
})
