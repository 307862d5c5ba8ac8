// The client's root: builds what is shared, by hand, and shows the first page.
import './ui/base.css'
import { mount } from 'svelte'
import { Api } from './api/api.ts'
import App from './App.svelte'
import { startLanguage } from './i18n/i18n.svelte.ts'
import { Session } from './pages/session.svelte.ts'
import { Router } from './router.svelte.ts'
import { Announcer } from './ui/announcer.svelte.ts'
import { Notices } from './ui/notices.svelte.ts'
import { Shortcuts } from './ui/shortcuts.svelte.ts'
import { ThemeChoice } from './ui/theme.svelte.ts'

async function start(): Promise<void> {
  const target = document.getElementById('app')
  if (target === null) return
  await startLanguage()
  const api = new Api((input, init) => fetch(input, init))
  mount(App, {
    target,
    props: {
      shared: {
        api,
        router: new Router(),
        session: new Session(api),
        notices: new Notices(),
        announcer: new Announcer(),
        shortcuts: new Shortcuts(),
        theme: new ThemeChoice(),
      },
    },
  })
}

void start()
