// The texts of files, in all languages: loaded with what shows them, so that the first page stays light.
import { files as de } from '../../i18n/de/files.ts'
import { files as en } from '../../i18n/en/files.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('files', { en, de })
