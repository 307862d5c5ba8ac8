// The pages and their addresses: matching one, and writing one. Pure.

export const paths = {
  home: '/',
  signIn: '/sign-in',
  openLink: '/sign-in/link/:secret',
  setUp: '/setup',
  course: '/courses/:course',
  lesson: '/lessons/:lesson',
  class: '/c/:room',
  claim: '/claim/:room',
  keep: '/keep',
  account: '/account',
  admin: '/admin',
  test: '/test',
  operation: '/admin/:kind/:name',
} as const

export type PageName = keyof typeof paths

type Names<Path> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | Names<`/${More}`>
    : Rest
  : never

export type ParamsOf<Name extends PageName> = Readonly<Record<Names<(typeof paths)[Name]>, string>>

/** Where one is: a page with its parameters, or nowhere. */
export type Place =
  | { [Name in PageName]: { readonly page: Name; readonly params: ParamsOf<Name> } }[PageName]
  | { readonly page: 'nowhere'; readonly params: Readonly<Record<string, never>> }

function matchOne(path: string, parts: readonly string[]): Record<string, string> | null {
  const wanted = path.split('/').slice(1)
  if (wanted.length !== parts.length) return null
  const params: Record<string, string> = {}
  for (const [index, want] of wanted.entries()) {
    const part = parts[index] ?? ''
    if (!want.startsWith(':')) {
      if (want !== part) return null
    } else if (part === '') {
      return null
    } else {
      params[want.slice(1)] = part
    }
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export function match(pathname: string): Place {
  const trimmed = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname
  const parts = trimmed.split('/').slice(1).map(decoded)
  for (const [page, path] of Object.entries(paths)) {
    const params = matchOne(path, parts)
    if (params !== null) return { page, params } as Place
  }
  return { page: 'nowhere', params: {} }
}

type HrefArguments<Name extends PageName> = [Names<(typeof paths)[Name]>] extends [never]
  ? [params?: undefined, query?: Readonly<Record<string, string>>]
  : [params: ParamsOf<Name>, query?: Readonly<Record<string, string>>]

export function href<Name extends PageName>(page: Name, ...rest: HrefArguments<Name>): string {
  const [params, query] = rest
  const values = (params ?? {}) as Readonly<Record<string, string>>
  const path = paths[page].replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  )
  const search = new URLSearchParams(query ?? {}).toString()
  return search === '' ? path : `${path}?${search}`
}

/** The address with one more word after the question mark. */
export function withQuery(address: string, name: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}${name}=`
}

/** What stands after the question mark, to be read only. */
export type Query = Pick<URLSearchParams, 'get' | 'has'>

export function queryOf(search: string): Query {
  return new URLSearchParams(search)
}

export function withoutQuery(address: string, names: readonly string[]): string {
  const url = new URL(address)
  for (const name of names) url.searchParams.delete(name)
  return url.href
}
