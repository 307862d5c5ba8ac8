// Devices as items of a menu. Two devices of one name get numbers: a menu tells items by their names.
import type { DeviceChoice } from '../../media/deviceList.ts'
import type { MenuItem } from '../../ui/menuItem.ts'

interface Choosing {
  readonly chosen: string | null
  readonly choose: (device: string) => void
  /** Before each name, where a menu holds two kinds. */
  readonly prefix?: string
}

export function deviceItems(
  choices: readonly DeviceChoice[],
  { chosen, choose, prefix }: Choosing,
): MenuItem[] {
  const names = choices.map(({ name }, index) => (name === '' ? String(index + 1) : name))
  return choices.map(({ id }, index) => {
    const name = names[index] ?? ''
    const again = names.slice(0, index).filter((one) => one === name).length
    const numbered = again === 0 ? name : `${name} (${String(again + 1)})`
    return {
      label: prefix === undefined ? numbered : `${prefix}: ${numbered}`,
      apart: prefix !== undefined && index === 0,
      checked: id === (chosen ?? choices[0]?.id),
      run: () => {
        choose(id)
      },
    }
  })
}
