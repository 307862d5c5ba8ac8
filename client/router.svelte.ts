// Where the person is in the client: follows links and the browser's back and forward. It knows
// addresses, not pages; App.svelte shows what belongs to a place.
import { createContext, untrack } from 'svelte'
import { match, queryOf, withoutQuery, type Place, type Query } from './routes.ts'

interface Here {
  readonly place: Place
  readonly query: Query
  /** Rises with every navigation: an effect on it runs once per page shown. */
  readonly visit: number
}

function plainClick(event: MouseEvent): boolean {
  const keys = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return event.button === 0 && !keys && !event.defaultPrevented
}

function linkOf(event: MouseEvent): URL | null {
  const anchor = event.target instanceof Element ? event.target.closest('a') : null
  if (anchor?.target !== '' || anchor.hasAttribute('download')) return null
  if (anchor.getAttribute('href') === null) return null
  const url = new URL(anchor.href)
  return url.origin === location.origin && match(url.pathname).page !== 'nowhere' ? url : null
}

export class Router {
  #here = $state.raw<Here>(this.#read(0))

  get place(): Place {
    return this.#here.place
  }

  get query(): Query {
    return this.#here.query
  }

  get visit(): number {
    return this.#here.visit
  }

  go(to: string, { replace = false }: { replace?: boolean } = {}): void {
    if (replace) history.replaceState(null, '', to)
    else history.pushState(null, '', to)
    // Effects that send people elsewhere must not depend on where they are.
    this.#here = this.#read(untrack(() => this.#here.visit) + 1)
    scrollTo(0, 0)
  }

  /** Takes the secret out of the address bar, so that it is not shown, shared or kept in history. */
  hideQuery(...names: readonly string[]): void {
    const url = withoutQuery(location.href, names)
    history.replaceState(history.state, '', url)
  }

  /** Starts following links and history; returns its undo. */
  listen(): () => void {
    const click = (event: MouseEvent): void => {
      const url = plainClick(event) ? linkOf(event) : null
      if (url === null) return
      event.preventDefault()
      this.go(url.pathname + url.search + url.hash)
    }
    const pop = (): void => {
      this.#here = this.#read(this.#here.visit + 1)
    }
    document.addEventListener('click', click)
    addEventListener('popstate', pop)
    return () => {
      document.removeEventListener('click', click)
      removeEventListener('popstate', pop)
    }
  }

  #read(visit: number): Here {
    return { place: match(location.pathname), query: queryOf(location.search), visit }
  }
}

export const [getRouter, setRouter] = createContext<Router>()
