import { readFileSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { defineConfig } from 'rolldown'
import { DASHBOARD } from './packages/check-tcp-dashboard/bundle.mjs'

const manifest = JSON.parse(readFileSync('packages/check-tcp/package.json', 'utf8'))

/**
 * Command and library are bundled, their parts loaded on demand: a hundred small files and whole libraries would cost a single
 * check more than Node's own start (docs/decisions/bundled-command.md).
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

const SOURCES = 'packages/check-tcp/dist'
const LIBRARY = { dir: `${SOURCES}/library`, format: 'esm', entryFileNames: '[name].js' }

/** The entries of the library: what `package.json` has behind `check-tcp/`, as tsc has written it. */
const ENTRIES = Object.fromEntries(
  Object.values(manifest.exports).flatMap(({ import: entry }) =>
    entry
      ? [[parse(entry.default).name, join(SOURCES, '..', entry.types.replace('.d.ts', '.js'))]]
      : [],
  ),
)

/** All that `import 'check-tcp'` loads is one file, which the other entries share: nothing is there twice. */
function neededByIndex() {
  let needed
  return (id, graph) => {
    needed ??= loadedWith(resolve(ENTRIES.index), graph)
    return needed.has(id) ? 'library' : null
  }
}

function loadedWith(entry, graph, found = new Set()) {
  for (const id of graph.getModuleInfo(entry)?.importedIds ?? []) {
    if (!found.has(id)) loadedWith(id, graph, found.add(id))
  }
  return found
}

/**
 * An `import` of a module of Node asks for all that it has, and so loads promises, readline and more that no check needs.
 */
const loadNodeModulesAsNeeded = {
  name: 'load-node-modules-as-needed',
  renderChunk: (code) =>
    code.replace(
      /^import \{ (.*) \} from "(node:.*)";$/gm,
      (_, names, module) =>
        `const { ${names.replaceAll(' as ', ': ')} } = process.getBuiltinModule("${module}");`,
    ),
}

export default defineConfig([
  {
    ...bundle(ENTRIES, {
      ...LIBRARY,
      cleanDir: true,
      chunkFileNames: '[name].part.js',
      codeSplitting: { groups: [{ name: neededByIndex() }] },
    }),
    plugins: [loadNodeModulesAsNeeded],
    // Programs have these for themselves, and no check needs them.
    external: ['yaml', 're2js'],
  },
  bundle(
    { 'check-tcp': 'packages/check-tcp/src/cli/check-tcp.ts' },
    {
      cleanDir: true,
      // What every check needs comes in one file; the rest when it is asked for.
      codeSplitting: { groups: [{ name: 'start', tags: ['$initial'], entriesAware: false }] },
    },
  ),
  // The native engine starts it as a thread; the command starts that thread early.
  bundle({ worker: `${SOURCES}/engine/native/worker.js` }, LIBRARY),
  bundle({ worker: 'packages/check-tcp/src/engine/native/worker.ts' }),
  bundle({ 'early-start': 'packages/check-tcp/src/cli/early-start.ts' }),
  ...DASHBOARD,
])
