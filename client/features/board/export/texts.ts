// The texts of exporting boards, in all languages: loaded with what shows them.
import { boardExport as de } from '../../../i18n/de/boardExport.ts'
import { boardExport as en } from '../../../i18n/en/boardExport.ts'
import { addLate } from '../../../i18n/i18n.svelte.ts'

addLate('boardExport', { en, de })
