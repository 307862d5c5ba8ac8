// English texts of taking a board along as a file, and of opening such a file.
import type { Area } from '../message.ts'

export const boardExport = {
  title: 'Download the board',
  what: 'Which pages',
  allPages: 'All {count} pages',
  onePage: 'This page only, page {number}',
  png: 'Pictures',
  about_png: 'PNG, for documents and messages',
  svg: 'Drawings',
  about_svg: 'SVG, sharp at any size, for other drawing programs',
  pdf: 'A document',
  about_pdf: 'PDF, with slides and ink sharp at any size',
  file: 'The board itself',
  about_file: 'With all its pages, as a file that Lyceum opens again in any class',
  save: 'Download',
  saveNamed: 'Download: {what}',
  open: 'Open a board’s file',
  opened: '“{title}” is open.',
  opening: 'Opening the board…',
  failed: 'This could not be made. Try again, or choose another format.',
  saved: 'Downloaded.',
  notBoard: 'This is not a board’s file.',
  newer: 'This file comes from a later version of Lyceum and cannot be opened here.',
  tooLarge: 'This file is too large to open.',
  broken: 'This file is damaged, and nothing of it was opened.',
  brokenAt: 'This file is damaged on page {page}, and nothing of it was opened.',
  missing: {
    one: '{count} picture or slide was not taken; the rest of the board is here.',
    other: '{count} pictures or slides were not taken; the rest of the board is here.',
  },
} as const satisfies Area
