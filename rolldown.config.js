import { defineConfig } from 'rolldown'

/**
 * The command is bundled, its parts loaded on demand: a hundred small files and whole libraries would cost a single
 * check more than Node's own start (docs/decisions/bundled-command.md). The library stays as tsc writes it.
 */
export default defineConfig({
  input: {
    'check-tcp': 'packages/check-tcp/src/cli/check-tcp.ts',
    // The native engine starts it as a thread.
    worker: 'packages/check-tcp/src/engine/native/worker.ts',
  },
  platform: 'node',
  transform: { target: 'node20' },
  output: {
    dir: 'packages/check-tcp/dist/cli',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    cleanDir: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
})
