// The texts of running boards, in all languages: loaded with what shows them.
import { boards as de } from '../../i18n/de/boards.ts'
import { boards as en } from '../../i18n/en/boards.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('boards', { en, de })
