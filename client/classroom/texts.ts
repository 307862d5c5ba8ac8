// The texts of what is seen in class only, in all languages: they come with the class, so that the first page
// stays light.
import { inClass as de } from '../i18n/de/inClass.ts'
import { inClass as en } from '../i18n/en/inClass.ts'
import { addLate } from '../i18n/i18n.svelte.ts'

for (const name of Object.keys(en) as (keyof typeof en)[])
  addLate(name, { en: en[name], de: de[name] })
