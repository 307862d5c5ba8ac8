// Whether the class stands on a screen as narrow as a phone's, upright too, or as low as one that lies; as in the styles.
import { MediaQuery } from 'svelte/reactivity'

export const phone = new MediaQuery('max-width: 48rem')
export const lying = new MediaQuery('(max-height: 26rem) and (orientation: landscape)')
export const upright = new MediaQuery('(max-width: 48rem) and (orientation: portrait)')
