// Loaded into a node before its own code: its machine's clock is wrong by so many milliseconds.
export const shiftVariable = 'LYCEUM_CLOCK_SHIFT_MS'

const shift = Number(process.env[shiftVariable] ?? 0)
const { now } = Date

if (shift !== 0) {
  Date.now = () => now() + shift
  globalThis.Date = new Proxy(Date, {
    construct: (right, args: readonly number[], as) =>
      Reflect.construct(right, args.length > 0 ? args : [now() + shift], as) as Date,
  })
}
