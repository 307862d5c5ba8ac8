// The kinds of device a stay can be on, as far as the class cares.
export const devices = ['desktop', 'phone'] as const
export type Device = (typeof devices)[number]
