import { expect, it } from 'vitest'
import { filesOf } from './manifest.ts'

const manifest = {
  'index.html': { file: 'index.js', imports: ['_base.js'], dynamicImports: ['page', 'room/entry'] },
  '_base.js': { file: 'base.js' },
  page: { file: 'page.js', imports: ['_base.js', 'index.html'] },
  'room/entry': { file: 'entry.js', dynamicImports: ['room/later', 'style'] },
  'room/later': { file: 'later.js' },
  style: { file: 'style.css' },
}

it('follows imports, and counts a file once', () => {
  expect(filesOf(manifest, ['index.html', 'page']).sort()).toEqual([
    'base.js',
    'index.js',
    'page.js',
  ])
})

it('follows what is imported later only where it is asked to', () => {
  expect(filesOf(manifest, ['room/entry'])).toEqual(['entry.js'])
  expect(filesOf(manifest, ['room/entry'], ['room/'])).toEqual(['entry.js', 'later.js'])
})

it('refuses a module that is not in the build', () => {
  expect(() => filesOf(manifest, ['gone'])).toThrow('the build has no gone')
})
