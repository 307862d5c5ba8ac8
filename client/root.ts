// What the whole client shares, built once in main.ts and reached by context from there on.
import { setApi, type Api } from './api/api.ts'
import { setSession, type Session } from './pages/session.svelte.ts'
import { setRouter, type Router } from './router.svelte.ts'
import { setAnnouncer, type Announcer } from './ui/announcer.svelte.ts'
import { setNotices, type Notices } from './ui/notices.svelte.ts'
import { setShortcuts, type Shortcuts } from './ui/shortcuts.svelte.ts'
import { setThemeChoice, type ThemeChoice } from './ui/theme.svelte.ts'

export interface Shared {
  readonly api: Api
  readonly router: Router
  readonly session: Session
  readonly notices: Notices
  readonly announcer: Announcer
  readonly shortcuts: Shortcuts
  readonly theme: ThemeChoice
}

/** To be called while a component is being made. */
export function provide(shared: Shared): void {
  setApi(shared.api)
  setRouter(shared.router)
  setSession(shared.session)
  setNotices(shared.notices)
  setAnnouncer(shared.announcer)
  setShortcuts(shared.shortcuts)
  setThemeChoice(shared.theme)
}
