// The figures as rows of words: for the table, and for the text one copies for whoever helps.
import { t } from '../../i18n/i18n.svelte.ts'
import type { Source } from '../../../shared/room/sources.ts'
import type { Figures, SourceFigures } from './figures.ts'

export interface Row {
  readonly name: string
  readonly value: string
}

const none = '–'
const percent = (share: number | null): string =>
  share === null ? none : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
const unit = (value: number | null, name: string): string =>
  value === null ? none : `${value} ${name}`

export function wayRows(figures: Figures): Row[] {
  const { protocol, relayed } = figures
  const way = protocol === null ? none : protocol.toUpperCase()
  return [
    { name: t('quality.roundTrip'), value: unit(figures.roundTripMs, 'ms') },
    { name: t('quality.lossReceiving'), value: percent(figures.lossReceiving) },
    { name: t('quality.lossSending'), value: percent(figures.lossSending) },
    { name: t('quality.jitter'), value: unit(figures.jitterMs, 'ms') },
    { name: t('quality.available'), value: unit(figures.availableKilobits, 'kbit/s') },
    { name: t('quality.way'), value: relayed ? t('quality.relayed', { way }) : way },
  ]
}

export const columns = ['what', 'size', 'frames', 'rate', 'loss', 'codec', 'layer'] as const
export type Cells = Readonly<Record<(typeof columns)[number], string>>

export function cellsOf(figures: SourceFigures, source: Source | undefined): Cells {
  const { width, height, framesPerSecond, kilobits, loss, codec, layer, limitedBy } = figures
  const arrow = figures.direction === 'send' ? '↑' : '↓'
  const kind = source?.kind ?? (figures.kind === 'audio' ? 'microphone' : 'camera')
  const name = source?.name ?? t('classroom.somebody')
  const limit = limitedBy === null ? '' : ` (${t(`quality.limit_${limitedBy}`)})`
  return {
    what: `${arrow} ${name}: ${t(`quality.kind_${kind}`)}`,
    size: width === null || height === null ? none : `${width}×${height}${limit}`,
    frames: figures.kind === 'audio' ? none : unit(framesPerSecond, '/s'),
    rate: unit(kilobits, 'kbit/s'),
    loss: percent(loss),
    codec: codec ?? none,
    layer: layer ?? none,
  }
}

export function reportText(head: readonly Row[], rows: readonly Cells[]): string {
  return [
    ...head.map(({ name, value }) => `${name}: ${value}`),
    '',
    columns.map((column) => t(`quality.column_${column}`)).join('\t'),
    ...rows.map((row) => columns.map((column) => row[column]).join('\t')),
  ].join('\n')
}
