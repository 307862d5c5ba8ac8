// What lies on the board in words, for who does not see it: "Sticky note by Ana, 3 of 40: text".
import type { ParticipantId } from '../../../../shared/ids.ts'
import type { EnginePorts, ListedObject } from './contract.ts'
import { byOrder, type Scene, type SceneObject } from './scene.ts'
import type { Selection } from './selection.ts'

const longest = 120

const words = {
  en: { by: 'by', of: 'of', locked: 'locked' },
  de: { by: 'von', of: 'von', locked: 'gesperrt' },
} as const

interface Speaker {
  readonly scene: Scene
  readonly selection: Selection
  readonly ports: Pick<EnginePorts, 'nameOf' | 'language'>
}

export function listOf({ scene, selection, ports }: Speaker): ListedObject[] {
  const objects = scene.all().sort(byOrder)
  return objects.map((object, at) => ({
    key: object.key,
    name: nameOf(object, { ports, author: scene.authorOf(object), at, of: objects.length }),
    selected: selection.has(object.key),
  }))
}

interface Place {
  readonly ports: Speaker['ports']
  readonly author: ParticipantId | null
  readonly at: number
  readonly of: number
}

function nameOf(
  { shape, record, placement }: SceneObject,
  { ports, author, at, of }: Place,
): string {
  const say = words[ports.language]
  const person = author === null ? null : ports.nameOf(author)
  const whose = person === null ? '' : ` ${say.by} ${person}`
  const locked = placement?.lock === true ? `, ${say.locked}` : ''
  const text = (shape.text?.(record) ?? '').replaceAll(/\s+/g, ' ').trim()
  const written =
    text === '' ? '' : `: ${text.length > longest ? `${text.slice(0, longest)}…` : text}`
  return `${shape.names[ports.language]}${whose}, ${at + 1} ${say.of} ${of}${locked}${written}`
}

/** The object after the one in focus, in the order of the list; from the view when there is none. */
export function neighbour(
  { scene, selection }: Omit<Speaker, 'ports'>,
  by: 1 | -1,
): SceneObject | null {
  const objects = scene.all().sort(byOrder)
  const at = objects.findIndex(({ key }) => key === selection.focus)
  const next = at === -1 ? (by === 1 ? 0 : objects.length - 1) : at + by
  return objects[(next + objects.length) % objects.length] ?? null
}
