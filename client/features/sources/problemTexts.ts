// The texts of what is wrong with a device, in all languages: loaded with what shows them, so that the first page
// stays light.
import { trouble as de } from '../../i18n/de/trouble.ts'
import { trouble as en } from '../../i18n/en/trouble.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('trouble', { en, de })
