// The texts of the trial of network and devices, in all languages: loaded with what shows them.
import { trial as de } from '../../i18n/de/trial.ts'
import { trial as en } from '../../i18n/en/trial.ts'
import { addLate } from '../../i18n/i18n.svelte.ts'

addLate('trial', { en, de })
