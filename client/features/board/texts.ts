// The texts of the board, in all languages: loaded with it.
import { board as de } from '../../i18n/de/board.ts'
import { board as en } from '../../i18n/en/board.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('board', { en, de })
