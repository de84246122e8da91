import { defineConfig } from 'rolldown'
import { DASHBOARD } from './packages/check-tcp-dashboard/bundle.mjs'

/**
 * The command is bundled, its parts loaded on demand: a hundred small files and whole libraries would cost a single
 * check more than Node's own start (docs/decisions/bundled-command.md). The library stays as tsc writes it.
 */
function bundle(input, output = {}) {
  return {
    input,
    platform: 'node',
    transform: { target: 'node20' },
    output: {
      dir: 'packages/check-tcp/dist/cli',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      comments: { legal: true, annotation: false, jsdoc: false },
      ...output,
    },
  }
}

export default defineConfig([
  bundle(
    { 'check-tcp': 'packages/check-tcp/src/cli/check-tcp.ts' },
    {
      cleanDir: true,
      // What every check needs comes in one file; the rest when it is asked for.
      codeSplitting: { groups: [{ name: 'start', tags: ['$initial'], entriesAware: false }] },
    },
  ),
  // The native engine starts it as a thread; the command starts that thread early.
  bundle({ worker: 'packages/check-tcp/src/engine/native/worker.ts' }),
  bundle({ 'early-start': 'packages/check-tcp/src/cli/early-start.ts' }),
  ...DASHBOARD,
])
