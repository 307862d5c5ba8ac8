// Which file shows which page; each comes when it is first needed.
import type { Component } from 'svelte'
import type { PageName, ParamsOf } from '../routes.ts'

type PageOf<Name> = Name extends PageName ? Component<{ params: ParamsOf<Name> }> : never
/** A page that takes no parameters. */
type PlainPage = Component

type Loaders = {
  readonly [Name in PageName | 'nowhere']: () => Promise<{ default: PageOf<Name> | PlainPage }>
}

export const pages: Loaders = {
  nowhere: () => import('./NotFoundPage.svelte'),
  home: () => import('./HomePage.svelte'),
  signIn: () => import('./SignInPage.svelte'),
  openLink: () => import('./OpenLinkPage.svelte'),
  setUp: () => import('./SetUpPage.svelte'),
  course: () => import('./CoursePage.svelte'),
  lesson: () => import('./LessonPage.svelte'),
  class: () => import('./ClassPage.svelte'),
  claim: () => import('./ClaimPage.svelte'),
  keep: () => import('./KeepPage.svelte'),
  account: () => import('./AccountPage.svelte'),
  admin: () => import('./AdminPage.svelte'),
  test: () => import('./TestPage.svelte'),
  operation: () => import('./OperationPage.svelte'),
}
