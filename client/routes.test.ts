import { expect, test } from 'vitest'
import { href, match, withoutQuery, withQuery } from './routes.ts'

test('a word more after the question mark', () => {
  expect(withQuery('/keep', 'inside')).toBe('/keep?inside=')
  expect(withQuery('/claim/r?invite=x', 'inside')).toBe('/claim/r?invite=x&inside=')
})

test('an address leads to its page with its parameters', () => {
  expect(match('/')).toEqual({ page: 'home', params: {} })
  expect(match('/courses/c-1')).toEqual({ page: 'course', params: { course: 'c-1' } })
  expect(match('/sign-in')).toEqual({ page: 'signIn', params: {} })
  expect(match('/sign-in/link/s%2Fx')).toEqual({ page: 'openLink', params: { secret: 's/x' } })
})

test('a slash at the end changes nothing', () => {
  expect(match('/admin/')).toEqual({ page: 'admin', params: {} })
})

test('what is no page leads nowhere', () => {
  for (const path of ['/nothing', '/c/', '/c/a/b', '/courses', '//']) {
    expect(match(path).page).toBe('nowhere')
  }
})

test('a broken escape is taken as it stands', () => {
  expect(match('/c/%E0%A4%A')).toEqual({ page: 'class', params: { room: '%E0%A4%A' } })
})

test('a page’s address is found again', () => {
  const address = href('class', { room: 'a b/ä' }, { invite: 'x&y' })
  expect(address).toBe('/c/a%20b%2F%C3%A4?invite=x%26y')
  expect(match(new URL(address, 'http://x').pathname)).toEqual({
    page: 'class',
    params: { room: 'a b/ä' },
  })
})

test('a secret leaves the address and the rest stays', () => {
  expect(withoutQuery('http://x/setup?code=1&a=2#b', ['code'])).toBe('http://x/setup?a=2#b')
})
