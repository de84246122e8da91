import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { Environment, TaskFile } from 'check-tcp/files'
import { quote } from 'check-tcp/words'
import { monitorEntries } from '../schema/monitor.js'
import { matchFiles, TooManyFilesError } from '../watch/match-files.js'
import type { LocalServicePool } from './local-service-pool.js'
import { readValue } from './read-value.js'
import { readSource, type Source } from './source.js'

/** Files of one config, the main one included. */
const MAX_FILES = 1_000

interface SourceOptions {
  readonly onFile: (path: string) => void
  readonly services: LocalServicePool
}

/** Reads the main file and those that it includes, each once, in the order of the patterns and then of their names. */
export async function readSources(
  file: TaskFile,
  environment: Environment,
  { onFile, services }: SourceOptions,
): Promise<readonly [main: Source, ...included: Source[]]> {
  onFile(resolve(typeof file === 'string' ? file : file.path))
  const main = await readSource(file, environment, services)
  const included: Source[] = []
  const seen = new Set([resolve(main.path)])
  for (const { path, at } of await includedPaths(main, onFile)) {
    if (seen.has(path)) continue
    if (included.length + 1 >= MAX_FILES) {
      const message = `a config has at most ${MAX_FILES} files`
      main.problems.push({ at, message })
      break
    }
    seen.add(path)
    onFile(path)
    // Called as the main file is called, so that messages are as short as they can be.
    const called = isAbsolute(main.path) ? path : relative('', path)
    included.push(await readSource(called, environment, services))
  }
  return [main, ...included]
}

interface IncludedPath {
  readonly path: string
  readonly at: number
}

async function includedPaths(
  main: Source,
  onFile: (path: string) => void,
): Promise<readonly IncludedPath[]> {
  const list = main.tree.kind === 'mapping' ? main.tree.entries.get('include')?.value : undefined
  if (list?.kind !== 'list') return []
  // What is wrong with it is told where the rest of the file is read.
  const patterns = readValue(monitorEntries.include, list, { label: 'include', problems: [] }) ?? []
  const paths: IncludedPath[] = []
  for (const [index, pattern] of patterns.entries()) {
    const at = list.items[index]?.at ?? list.at
    try {
      const matches = await matchFiles(pattern, dirname(main.path))
      for (const path of matches) paths.push({ path, at })
      if (matches.length === 0) {
        onFile(resolve(dirname(main.path), pattern))
        main.problems.push({ at, message: `no file matches ${quote(pattern)}` })
      }
    } catch (error) {
      if (!(error instanceof TooManyFilesError)) throw error
      main.problems.push({ at, message: `${error.message} lie under ${quote(pattern)}` })
    }
  }
  return paths
}
