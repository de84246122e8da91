import { type FSWatcher, watch } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock } from '../core/clock.js'

/** Milliseconds without another event until the files are looked at: editors and rollouts write several times. */
const SETTLE_MS = 200

/** Milliseconds between two looks without an event: network file systems and replaced folders send none. */
const LOOK_MS = 10_000

export interface ConfigWatch {
  close(): void
}

export interface WatchOptions {
  readonly clock: Clock
}

/**
 * Calls back when one of a config's files was changed, replaced, or joined by another YAML file in its folder. Folders
 * are watched, so that a file which an editor replaces, or the link by which Kubernetes exchanges a whole folder, is
 * noticed at once; whatever sends no event is noticed within 10 s. Writing without change calls nobody.
 *
 * @param files as a loaded config has them
 */
export function watchConfig(
  files: readonly string[],
  onChange: () => void,
  { clock }: WatchOptions,
): ConfigWatch {
  const folders = [...new Set(files.map((file) => dirname(file)))]
  let watchers: FSWatcher[] = []
  let closed = false
  let cancelTimer = () => {}
  let known = fingerprint(files, folders)

  function schedule(ms: number): void {
    cancelTimer()
    if (!closed) cancelTimer = clock.setTimer(ms, () => void look())
  }

  async function look(): Promise<void> {
    // Before anything else, so that an event which comes meanwhile can bring the next look forward.
    schedule(LOOK_MS)
    const before = await known
    known = fingerprint(files, folders)
    const changed = (await known) !== before
    if (closed) return
    if (changed) {
      // A folder that was replaced is another one, which the old watcher does not see.
      rewatch()
      onChange()
    }
  }

  function rewatch(): void {
    for (const watcher of watchers) watcher.close()
    watchers = folders.flatMap((folder) => watchFolder(folder, () => schedule(SETTLE_MS)) ?? [])
  }

  rewatch()
  schedule(LOOK_MS)
  return {
    close() {
      closed = true
      cancelTimer()
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** Nothing where the folder cannot be watched: the regular look then has to do. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onEvent).on('error', () => {})
  } catch {
    return undefined
  }
}

/** Different whenever a file is another one or was written, or another YAML file stands beside it. */
async function fingerprint(files: readonly string[], folders: readonly string[]): Promise<string> {
  const parts = await Promise.all([...files.map(fileMark), ...folders.map(folderMark)])
  return parts.join('\n')
}

async function fileMark(file: string): Promise<string> {
  try {
    const [path, { ino, size, mtimeMs }] = await Promise.all([realpath(file), stat(file)])
    return `${path} ${ino} ${size} ${mtimeMs}`
  } catch {
    return `${file} is not there`
  }
}

async function folderMark(folder: string): Promise<string> {
  try {
    const names = await readdir(folder)
    const yaml = names.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    return yaml
      .sort()
      .map((name) => join(folder, name))
      .join('\n')
  } catch {
    return `${folder} is not there`
  }
}
