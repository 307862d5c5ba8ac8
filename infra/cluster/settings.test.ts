import { expect, test } from 'vitest'
import { readCluster } from './settings.ts'

const read = (line: string) => readCluster(line.split(' '), { INIT_CWD: '/here' })

test('says how many of each, and takes a folder from where the person stands', () => {
  expect(read('--servers 1 --sfus 2 --recorders 0 --port 7800 --data there')).toEqual({
    servers: 1,
    sfus: 2,
    recorders: 0,
    port: 7_800,
    data: '/here/there',
  })
})

test('a number out of range is refused with the range, and anything else with the usage', () => {
  expect(() => read('--sfus 99')).toThrow('--sfus takes a number from 1 to 20, not "99"')
  expect(() => read('--servers two')).toThrow('from 1 to 6')
  expect(() => read('--recorders 7')).toThrow('from 0 to 6')
  expect(() => read('--nodes 3')).toThrow('npm run cluster --')
})

test('whoever asks for help gets nothing started', () => {
  expect([read('--help'), read('--servers 1 -h')]).toEqual([null, null])
})

test('what is not typed is taken from the environment, as npm start does', () => {
  const env = { INIT_CWD: '/here', PORT: '7850', LYCEUM_DATA: 'kept' }
  expect(readCluster([], env)).toMatchObject({ port: 7_850, data: '/here/kept' })
  expect(readCluster(['--port', '7900'], env)).toMatchObject({ port: 7_900 })
  expect(readCluster([], { PORT: '', LYCEUM_DATA: '' })?.port).toBe(7_700)
})
