// The texts of operation, in all languages: loaded with what shows them.
import { operation as de } from '../../i18n/de/operation.ts'
import { operation as en } from '../../i18n/en/operation.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('operation', { en, de })
