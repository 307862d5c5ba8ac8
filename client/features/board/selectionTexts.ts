// The texts of what is selected, in all languages: loaded with what shows them.
import { boardSelection as de } from '../../i18n/de/boardSelection.ts'
import { boardSelection as en } from '../../i18n/en/boardSelection.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('boardSelection', { en, de })
