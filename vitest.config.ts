// Projects by what a test may touch: `unit` nothing outside its process, `wire` a real PostgreSQL,
// sfu and sockets, `postgres15` the same SQL on the oldest PostgreSQL, `browser` real browsers. They
// run one after another.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { isLong } from './infra/faults/intensity.ts'
import { oldestPostgres } from './infra/test/oldestPostgres.ts'

const globalSetup = ['infra/test/globalPostgres.ts']
const outside = ['**/*.wire.test.ts', '**/*.e2e.test.ts']
const never = ['**/node_modules/**', '**/dist/**', 'infra/check/fixtures/**']

/** Whoever waits for a condition gets it long before; a machine under load gets there too. */
const patience = { testTimeout: 180_000, hookTimeout: 180_000 }

const postgres15: TestProjectConfiguration = {
  test: {
    name: 'postgres15',
    include: ['server/{log,storage,auth,catalogue,rooms,presence}/**/*.wire.test.ts'],
    // It tests the embedded server itself.
    exclude: [...never, '**/embedded.wire.test.ts'],
    globalSetup: ['infra/test/globalOldestPostgres.ts'],
    ...patience,
    sequence: { groupOrder: 2 },
  },
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers: 2,
    projects: [
      {
        // Svelte's browser half, so that effects run in tests of `x.svelte.ts` classes too.
        plugins: [
          svelte({
            configFile: false,
            dynamicCompileOptions: () => ({ generate: 'client', runes: true }),
          }),
        ],
        resolve: { conditions: ['browser', 'svelte', 'module', 'import', 'default'] },
        ssr: { resolve: { conditions: ['browser', 'svelte', 'module', 'import', 'default'] } },
        test: {
          name: 'unit',
          include: ['{shared,server,sfu,recorder,client,infra}/**/*.test.ts'],
          exclude: [...never, ...outside],
          server: { deps: { inline: ['svelte'] } },
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'wire',
          include: ['**/*.wire.test.ts'],
          exclude: never,
          globalSetup,
          ...patience,
          sequence: { groupOrder: 1 },
        },
      },
      ...(oldestPostgres === null ? [] : [postgres15]),
      {
        test: {
          name: 'browser',
          include: [
            'infra/e2e/**/*.e2e.test.ts',
            ...(isLong() ? ['infra/faults/*.e2e.test.ts'] : []),
          ],
          exclude: never,
          globalSetup: ['infra/e2e/globalSchool.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
