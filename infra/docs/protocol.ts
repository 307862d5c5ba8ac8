// docs/protocol.md and docs/protocol.json, made from the contract's tables. The prose about the wire
// itself stands in wire.md and is taken over as it is.
import { errorCodes } from '../../shared/errorCodes.ts'
import { borrowedReasons, reasons } from '../../shared/reasons.ts'
import { audiences, rateClasses, roomRates } from '../../shared/contract/define.ts'
import type {
  CommandSpec,
  FactSpec,
  RequestSpec,
  SignalSpec,
} from '../../shared/contract/define.ts'
import type { RouteSpec } from '../../shared/contract/http/define.ts'
import { everyRecord, placementFields, type AnyFields } from '../../shared/board/check.ts'
import { shapes } from '../../shared/board/shapes/index.ts'
import { block, code, page, table } from './markdown.ts'
import { jsonSchema, shape, type JsonSchema } from './shape.ts'
import { stateShape } from './state.ts'

export interface Contract {
  readonly commands: Readonly<Record<string, CommandSpec>>
  readonly requests: Readonly<Record<string, RequestSpec>>
  readonly signals: Readonly<Record<string, SignalSpec>>
  readonly facts: Readonly<Record<string, FactSpec>>
}
export type Routes = Readonly<Record<string, RouteSpec>>

const each = <Spec>(
  specs: Readonly<Record<string, Spec>>,
  print: (name: string, spec: Spec) => string,
) => Object.entries(specs).map(([name, spec]) => print(name, spec))

const typed = (name: string, schema: JsonSchema) => block('ts', `${name}: ${shape(schema)}`)

function commandSection(name: string, spec: CommandSpec): string {
  const who =
    spec.permission === 'system'
      ? 'Only the installation itself makes it.'
      : `Needs ${code(spec.permission)}, counts as ${code(spec.rate)}.`
  const input = jsonSchema(spec.input, 'input')
  const empty = Object.keys(input.properties ?? {}).length === 0 && input.type === 'object'
  const title = `### ${code(name)}`
  if (empty) return page(title, `${spec.summary} ${who} Its input is \`{}\`.`).trimEnd()
  return page(title, `${spec.summary} ${who}`, typed('input', input)).trimEnd()
}

function requestSection(name: string, spec: RequestSpec): string {
  return page(
    commandSection(name, spec),
    typed('output', jsonSchema(spec.output, 'output')),
  ).trimEnd()
}

const sender = (permission: SignalSpec['permission']) =>
  permission === 'server' ? 'Only the server sends it' : `Needs ${code(permission)}`

const receiver = (to: SignalSpec['to']) =>
  to === 'nodes' ? 'the server tells what it makes of many' : `goes to ${to}`

/** What nodes tell each other is no client’s business. */
const forClients = (signals: Contract['signals']) =>
  Object.fromEntries(
    Object.entries(signals).filter(
      ([, { permission, to }]) => `${permission} ${to}` !== 'server nodes',
    ),
  )

function signalSection(name: string, spec: SignalSpec): string {
  return page(
    `### ${code(name)}`,
    `${spec.summary} ${sender(spec.permission)}; ${receiver(spec.to)}.`,
    typed('data', jsonSchema(spec.data, 'output')),
  ).trimEnd()
}

function factSection(name: string, spec: FactSpec): string {
  const time = spec.time === 'now' ? 'at once' : 'with the picture it belongs to'
  const { who } = audiences[spec.audience]
  const actor = spec.actor === 'staff' ? ' Who is not staff gets it with `actor` null.' : ''
  return page(
    `### ${code(name)}`,
    `${spec.summary} For ${who}: ${time}. Version ${spec.version}.${actor}`,
    typed('body', jsonSchema(spec.body, 'output')),
  ).trimEnd()
}

function audienceTable(): string {
  const rows = Object.values(audiences).map(({ who, forms }) => [who, forms.map(code).join(', ')])
  return table(['for', '`visibleTo`'], rows)
}

function stateTable(): string[] {
  return Object.entries(stateShape).map(([name, schema]) =>
    typed(name, jsonSchema(schema, 'output')),
  )
}

function reasonTable(): string {
  const own = Object.entries(reasons).map(([name, spec]) => ({ reason: code(name), ...spec }))
  const rows = [...own, ...borrowedReasons].map(({ reason, codes, text }) => [
    reason,
    codes.map(code).join(', '),
    text,
  ])
  return table(['reason', 'code', 'means'], rows)
}

function errorTable(): string {
  const rows = Object.entries(errorCodes).map(([name, { status, retry, text }]) => [
    code(name),
    `${status}`,
    retry ? 'yes' : 'no',
    text,
  ])
  return table(['code', 'HTTP', 'may succeed later', 'means'], rows)
}

function rateTable(): string {
  const spent = ({ points, seconds }: { points: number; seconds: number }) =>
    `${points} in ${seconds} s`
  const rows = Object.entries(roomRates).map(([name, room]) => [
    `\`${name}\``,
    spent(rateClasses[name as keyof typeof roomRates]),
    spent(room),
  ])
  return table(['class', 'budget of a participant', 'of all in a class who are not staff'], rows)
}

function access(of: RouteSpec['access']): string {
  if (typeof of === 'string') return of
  return Object.entries(of)
    .map(([kind, right]) => `${kind}: ${code(right)}`)
    .join(', ')
}

function routeTable(routes: Routes): string {
  const rows = Object.values(routes).map((spec) => [
    code(`${spec.method} ${spec.path}`),
    spec.summary,
    spec.roomToken === true ? 'room token' : access(spec.access),
    code(spec.rate),
  ])
  return table(['call', 'does', 'who', 'budget'], rows)
}

export function protocolPage(wire: string, contract: Contract, routes: Routes): string {
  return page(
    wire.trimEnd(),
    '## Errors',
    errorTable(),
    'Reasons, within their codes. A later release may know others: then go by the code.',
    reasonTable(),
    '## Budgets',
    rateTable(),
    '## Commands',
    ...each(contract.commands, commandSection),
    '## Requests',
    ...each(contract.requests, requestSection),
    '## Signals',
    ...each(forClients(contract.signals), signalSection),
    '## State',
    'What `snapshot.state` holds, slice by slice, as far as the viewer may see it: for whoever is not staff the fields that say so are null or empty, and for who waits all but `class` and `lobby.settings` stand as in a room where nothing happened. Lists of pairs are maps. A snapshot is what folding all facts up to `at` gives that one may see; how each fact changes it stands in `shared/room`, which runs anywhere.',
    ...stateTable(),
    '## Objects of a board',
    'What `o` and `x` of a layer hold. Lengths are CSS pixels at zoom 1, angles radians; `c` is a place in the palette or `#rrggbb`, `w` a width of lines, `f` 0 no fill, 1 half, 2 solid; `z` orders from below; `p` is ink as the bytes that `shared/board/strokeBytes.ts` writes, `by` a participant.',
    ...shapes.map(({ type, fields }) => fieldList(type, { ...everyRecord, ...fields })),
    fieldList('placement', placementFields),
    '## Facts',
    'For whom a fact can be, and how its `visibleTo` then reads; ids are of participants.',
    audienceTable(),
    ...each(contract.facts, factSection),
    '## HTTP',
    'The server describes these calls at `/api/openapi.json`.',
    routeTable(routes),
  )
}

function fieldList(name: string, fields: AnyFields): string {
  const lines = Object.entries(fields).map(([key, { needed, says }]) => {
    const said = key === 't' ? `'${name}'` : says
    return `  ${key}${needed ? '' : '?'}: ${said}\n`
  })
  return `\`\`\`ts\n${name}: {\n${lines.join('')}}\n\`\`\``
}

const schemas = <Spec>(
  specs: Readonly<Record<string, Spec>>,
  print: (spec: Spec) => Record<string, unknown>,
) => Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, print(spec)]))

/** The same contract for machines: every schema whole, as JSON Schema. */
export function protocolSchemas({ commands, requests, signals, facts }: Contract): object {
  return {
    commands: schemas(commands, ({ summary, permission, rate, input }) => ({
      summary,
      permission,
      rate,
      input: jsonSchema(input, 'input'),
    })),
    requests: schemas(requests, ({ summary, permission, rate, input, output }) => ({
      summary,
      permission,
      rate,
      input: jsonSchema(input, 'input'),
      output: jsonSchema(output, 'output'),
    })),
    signals: schemas(forClients(signals), ({ summary, permission, to, data }) => ({
      summary,
      permission,
      to,
      data: jsonSchema(data, 'output'),
    })),
    state: schemas(stateShape, (slice) => ({ ...jsonSchema(slice, 'output') })),
    facts: schemas(facts, ({ summary, version, time, audience, body }) => ({
      summary,
      version,
      time,
      audience,
      body: jsonSchema(body, 'output'),
    })),
  }
}
