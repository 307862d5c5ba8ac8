// Looking at the stage: pages of the gallery, one's own pins, saving data. Sound of single people.
import type { Area } from '../message.ts'

export const stage = {
  pages: 'Pages of faces',
  pageBefore: 'Page before',
  pageAfter: 'Next page',
  pageOf: 'Page {page} of {pages}',
  pin: 'Show {name} large, for me alone',
  documentOf: 'Document camera of {name}',
  adjust: 'Sound of {name}',
  volume: 'Loudness for me',
  volumeMenu: 'Loudness for me…',
  volumeText: 'Only on this device. Nobody else hears a difference.',
  volumeSilent: 'Silent',
  stopDocument: 'Stop the document camera',
  weak: 'Your connection is weak.',
  weakWhy: 'Why?',
  saveData: 'Save data',
  saveDataHint: 'small pictures only',
  soundOnly: 'Sound only',
  soundOnlyText: 'Sound only: no pictures are received.',
  showPictures: 'Show pictures',
  pictureWaits: 'paused: weak connection',
} as const satisfies Area
