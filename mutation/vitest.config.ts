import { defineConfig } from 'vitest/config'

/** The tests that stand beside what is mutated; fuzz tests, and millions of targets, would take too long. */
export default defineConfig({
  test: {
    include: [
      'packages/check-tcp/src/policy/**/*.test.ts',
      'packages/check-tcp/src/core/failure/{classify,most-significant}.test.ts',
      'packages/check-tcp-monitor/src/verdict/**/*.test.ts',
    ],
    exclude: ['**/*.fuzz.test.ts', '**/foresee-large-scan.test.ts'],
    testTimeout: 60_000,
  },
})
