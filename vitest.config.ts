import { defineConfig } from 'vitest/config'

/** One project an intent: `unit` needs nothing, `system` real sockets, servers and the lab, `repository` the built whole, `deep` time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // They share the cores and disturb nobody; what is timed comes after them, alone.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          include: ['packages/*/src/**/*.test.ts', 'lab/src/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.deep.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'repository',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ['test/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'deep',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ['packages/*/test/**/*.deep.test.ts'],
          testTimeout: 2_400_000,
        },
      },
    ],
  },
})
