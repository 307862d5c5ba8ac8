// English texts of captions.
import type { Area } from '../message.ts'

export const captions = {
  captions: 'Captions',
  menu: 'Captions…',
  about:
    'What is said, in writing, where somebody or a service writes it. Only you see these settings.',
  show: 'Show captions',
  size: 'Size',
  size_small: 'Small',
  size_medium: 'Medium',
  size_large: 'Large',
  size_huge: 'Very large',
  contrast: 'Contrast',
  contrast_dark: 'White on black',
  contrast_light: 'Black on white',
  contrast_yellow: 'Yellow on black',
  none: 'Nobody is writing captions now.',
  line: 'A line of captions',
  send: 'Show',
  write: 'Write captions',
  mayWrite: 'May write captions',
  mayNow: 'You may write captions: More › Write captions.',
  stop: 'Stop writing captions',
} as const satisfies Area
