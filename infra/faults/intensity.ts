// How hard faults are: short in `npm test`, longer with `npm run faults`.
const variable = 'LYCEUM_FAULTS'

export const longFaults = { [variable]: 'long' } as const

export function intensity<Value>(short: Value, long: Value): Value {
  return isLong() ? long : short
}

export function isLong(): boolean {
  return process.env[variable] === 'long'
}
