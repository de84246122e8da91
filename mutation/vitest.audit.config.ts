import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { PartsFirst } from './parts-first.js'

/** A file system in memory, where there is one: what the tests wait for most is a disk. */
const MEMORY = '/dev/shm'

/** The tests that stand beside the audit log; to ask the second verifier would take too long. */
export default defineConfig({
  test: {
    include: ['packages/check-tcp/src/audit/**/*.test.ts'],
    exclude: ['**/*.verifier.test.ts'],
    env: existsSync(MEMORY) ? { TMPDIR: MEMORY } : {},
    sequence: { sequencer: PartsFirst },
    testTimeout: 60_000,
  },
})
