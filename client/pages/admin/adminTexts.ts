// The texts of administration, in all languages: loaded with what shows them.
import { admin as de } from '../../i18n/de/admin.ts'
import { admin as en } from '../../i18n/en/admin.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('admin', { en, de })
