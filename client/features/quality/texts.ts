// The texts of the connection and its figures, in all languages: loaded with what shows them.
import { quality as de } from '../../i18n/de/quality.ts'
import { quality as en } from '../../i18n/en/quality.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('quality', { en, de })
