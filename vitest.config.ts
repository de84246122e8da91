import { defineConfig } from 'vitest/config'

/** Only so that what never comes fails its test: no test passes or fails by how fast a busy machine is. */
const expectPolls = { poll: { timeout: 60_000 } }

/** All that runs at every `npm test`, in one pool. */
const SHARED = {
  expect: expectPolls,
  // Most of their time is waiting: for a timeout, a retransmission, a monitor's next turn.
  maxWorkers: 5,
  // No module has state of its own, so a worker loads each once and not once for every file.
  isolate: false,
  sequence: { groupOrder: 0 },
}

/** One project an intent: `unit` needs nothing, `system` real sockets, servers and the lab, `repository` the built whole, `deep` time. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...SHARED,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'lab/src/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...SHARED,
          name: 'system',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['**/*.deep.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...SHARED,
          name: 'repository',
          include: ['test/**/*.test.ts', 'integrations/**/*.test.ts'],
          exclude: ['**/*.deep.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'deep',
          expect: expectPolls,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          include: [
            'packages/*/test/**/*.deep.test.ts',
            'test/**/*.deep.test.ts',
            'integrations/**/*.deep.test.ts',
          ],
          testTimeout: 2_400_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
