// Three projects by what a test may touch: `unit` nothing outside its process, `wire` a real
// PostgreSQL, sfu and sockets, `browser` real browsers. They run one after another.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const globalSetup = ['infra/test/globalPostgres.ts']
const outside = ['**/*.wire.test.ts', '**/*.e2e.test.ts']
const never = ['**/node_modules/**', '**/dist/**', 'infra/check/fixtures/**']

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
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'wire',
          include: ['**/*.wire.test.ts'],
          exclude: never,
          globalSetup,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['infra/e2e/**/*.e2e.test.ts'],
          exclude: never,
          globalSetup,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
