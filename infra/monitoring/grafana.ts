// Dashboards as Grafana reads them (its JSON model, as of version 10).
import { dashboards, type Dashboard, type Panel } from './panels.ts'

const width = 24
const height = { big: 4, lines: 8 }
const datasource = { type: 'prometheus', uid: '${datasource}' }

/** Grafana lets a person choose which Prometheus. */
const choice = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }

const isBig = (row: readonly Panel[]) => row.every(({ big }) => big === true)

function panelOf({ title, unit, lines, big }: Panel) {
  return {
    title,
    type: big === true ? 'stat' : 'timeseries',
    datasource,
    fieldConfig: { defaults: { unit, ...(unit === 'percentunit' && { min: 0 }) }, overrides: [] },
    ...(big !== true && { options: { tooltip: { mode: 'multi', sort: 'desc' } } }),
    targets: Object.entries(lines).map(([legendFormat, expr], n) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + n),
      datasource,
      expr,
      legendFormat,
      ...(big === true && { instant: true }),
    })),
  }
}

function placed(rows: Dashboard['rows']) {
  let y = 0
  return rows.flatMap((row) => {
    const h = isBig(row) ? height.big : height.lines
    const w = Math.floor(width / row.length)
    const panels = row.map((panel, n) => ({
      ...panelOf(panel),
      gridPos: { x: n * w, y, w, h },
    }))
    y += h
    return panels
  })
}

function grafanaOf({ uid, title, rows }: Dashboard) {
  return {
    uid,
    title,
    tags: ['lyceum'],
    schemaVersion: 38,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    templating: { list: [choice] },
    panels: placed(rows).map((panel, n) => ({ id: n + 1, ...panel })),
  }
}

/** By the paths of their files. */
export const dashboardFiles = (): Record<string, string> =>
  Object.fromEntries(
    dashboards.map((dashboard) => [
      `infra/monitoring/dashboards/${dashboard.uid}.json`,
      JSON.stringify(grafanaOf(dashboard)),
    ]),
  )
