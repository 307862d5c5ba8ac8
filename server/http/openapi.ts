// The OpenAPI 3.1 document, generated from the table of routes.
import { z } from 'zod'
import type { RouteAccess } from '../../shared/contract/http/access.ts'
import type { RouteSpec } from '../../shared/contract/http/define.ts'
import { httpRoutes, problem, type RouteName } from '../../shared/contract/http/routes.ts'

type Json = Record<string, unknown>

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const json = schemaOf(schema, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function accessText(access: RouteAccess): string {
  if (typeof access === 'string') {
    const texts = {
      public: 'Anybody may call it.',
      account: 'For whoever is signed in.',
      teacher: 'For accounts that teach.',
    }
    return texts[access]
  }
  if ('installation' in access) return `For the installation’s ${access.installation}s.`
  if ('course' in access) return `Needs \`${access.course}\` in the course.`
  return `Needs \`${access.class}\` in the class.`
}

function securityOf({ access, roomToken }: RouteSpec): Json[] {
  if (roomToken === true) return [{ roomToken: [] }]
  return access === 'public' ? [] : [{ session: [] }, { seat: [] }]
}

function operationOf(name: string, spec: RouteSpec): Json {
  const { produces = 'application/json' } = spec
  const media = produces === 'attachment' || produces === 'file' ? '*/*' : produces
  const body = spec.body && {
    required: true,
    content:
      spec.consumes === 'bytes'
        ? { 'application/octet-stream': {} }
        : { 'application/json': { schema: schemaOf(spec.body, 'input') } },
  }
  return {
    operationId: name,
    tags: [name.split('.', 1)[0]],
    summary: spec.summary,
    description:
      spec.roomToken === true
        ? 'For whoever the room token is of that is sent with it.'
        : accessText(spec.access),
    parameters: [...parametersOf(spec.params, 'path'), ...parametersOf(spec.query, 'query')],
    ...(body ? { requestBody: body } : {}),
    security: securityOf(spec),
    responses: {
      '200': {
        description: 'Done.',
        content: { [media]: { schema: schemaOf(spec.response, 'output') } },
      },
      default: { $ref: '#/components/responses/problem' },
    },
  }
}

export function openApi({ publicUrl, version }: { publicUrl: string; version: string }): Json {
  const paths: Record<string, Json> = {}
  for (const name of Object.keys(httpRoutes) as RouteName[]) {
    const spec: RouteSpec = httpRoutes[name]
    const path = spec.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operationOf(name, spec) }
  }
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } },
  }
  const cookie = (name: string, description: string) => ({
    type: 'apiKey',
    in: 'cookie',
    name,
    description,
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lyceum',
      version,
      description:
        'Calls that change something need the header `X-Lyceum: 1` or a JSON body, from our own origin.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { problem: schemaOf(problem, 'output') },
      responses: { problem: { description: 'Refused; branch on `code`.', content } },
      securitySchemes: {
        session: cookie('lyceum_session', 'Of whoever is signed in.'),
        roomToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The `token` of `POST /api/rooms/{room}/join`; ten minutes long.',
        },
        seat: cookie('lyceum_seat', 'Of a guest’s browser.'),
      },
    },
  }
}
