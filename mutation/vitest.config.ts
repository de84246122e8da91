import { defineConfig } from 'vitest/config'

/** The tests that stand beside what is mutated; the fuzz tests would take too long. */
export default defineConfig({
  test: {
    include: [
      'packages/check-tcp/src/policy/**/*.test.ts',
      'packages/check-tcp/src/core/{classify,weightiest}.test.ts',
    ],
    exclude: ['**/*.fuzz.test.ts'],
    testTimeout: 60_000,
  },
})
