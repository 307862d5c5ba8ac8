// The texts of nodes, in all languages: loaded with what shows them.
import { adminNodes as de } from '../../i18n/de/adminNodes.ts'
import { adminNodes as en } from '../../i18n/en/adminNodes.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('adminNodes', { en, de })
