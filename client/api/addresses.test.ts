import { expect, test } from 'vitest'
import { httpRoutes } from '../../shared/contract/http/routes.ts'
import { addresses } from './addresses.ts'

test('every address is the contract’s', () => {
  const contract = Object.fromEntries(
    Object.entries(httpRoutes).map(([name, route]) => [name, `${route.method} ${route.path}`]),
  )
  expect(contract).toMatchObject(addresses)
})
