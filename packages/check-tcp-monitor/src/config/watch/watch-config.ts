import { type FSWatcher, statSync, watch } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../../core/time/clock.js'
import { matchesName } from './match-files.js'

/** Milliseconds without another event until the files are looked at: editors and rollouts write several times. */
const SETTLE_MS = 200

/** Milliseconds between two looks without an event: network file systems and replaced folders send none. */
const LOOK_MS = 10_000

/** Linux marks files with the time of its last timer interrupt, up to 10 ms ago (CONFIG_HZ=100). */
const CLOCK_GRAIN_MS = 10

export interface ConfigWatch {
  close(): void
}

interface WatchOptions {
  readonly clock: Clock
  /**
   * What the files were before they were read, so that a change while they were read is noticed. @default as they are when
   * the watch begins
   */
  readonly before?: FilesBefore
  /** Of the names of further files that would belong to the config. @default any YAML file beside it may */
  readonly patterns?: readonly string[] | undefined
}

interface WatchedFolder {
  /** Device and inode when the watcher began; undefined where there was no folder. */
  readonly identity: string | undefined
  readonly watcher: FSWatcher | undefined
}

/** What files and their folders were at a time. */
export interface FilesBefore {
  /** Wall milliseconds. */
  readonly at: number
  readonly marks: ReadonlyMap<string, string>
}

/** Looks at files before they are read. */
export async function lookAtFiles(files: readonly string[], clock: Clock): Promise<FilesBefore> {
  const at = clock.wallMs()
  return { at, marks: await marksOf(files, foldersOf(files)) }
}

/**
 * Calls back when one of a config's files was changed, replaced, or joined by another that it includes. Folders
 * are watched, so that a file which an editor replaces, or the link by which Kubernetes exchanges a whole folder, is
 * noticed at once; whatever sends no event is noticed within 10 s. Writing without change calls nobody.
 *
 * @param files as a loaded config has them
 */
export function watchConfig(
  files: readonly string[],
  onChange: () => void,
  { clock, before, patterns }: WatchOptions,
): ConfigWatch {
  const folders = foldersOf(files)
  const watched = new Map<string, WatchedFolder>()
  let closed = false
  let cancelTimer = () => {}
  /** Set while the files are being looked at: whether something has happened since the look began. */
  let looking: { again: boolean } | undefined

  function schedule(ms: number): void {
    cancelTimer()
    if (!closed) cancelTimer = clock.setTimer(ms, () => void look())
  }

  function onEvent(): void {
    // Two looks at once would report one change twice.
    if (looking) looking.again = true
    else schedule(SETTLE_MS)
  }

  let known = ''
  async function look(isFirst = false): Promise<void> {
    looking = { again: false }
    const found = isFirst && before ? marksBefore(files, folders, before) : marksOf(files, folders)
    const last = known
    known = textOf(await found, patterns)
    if (closed) return
    if (!isFirst && known !== last) {
      for (const folder of folders) rewatch(folder)
      onChange()
    }
    // What was read before the watch began may have changed since.
    const isSoon = looking.again || (isFirst && before !== undefined)
    looking = undefined
    schedule(isSoon ? SETTLE_MS : LOOK_MS)
  }

  /** A folder that was replaced is another one, which the old watcher does not see; a new watcher has lost events of before. */
  function rewatch(folder: string): void {
    const identity = identityOf(folder)
    const before = watched.get(folder)
    if (before?.identity === identity) return
    before?.watcher?.close()
    watched.set(folder, { identity, watcher: watchFolder(folder, onEvent) })
  }

  for (const folder of folders) rewatch(folder)
  void look(true)
  return {
    close() {
      closed = true
      cancelTimer()
      for (const { watcher } of watched.values()) watcher?.close()
    },
  }
}

function identityOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

/** Nothing where the folder cannot be watched: the regular look then has to do. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, onEvent).on('error', () => {})
  } catch {
    return undefined
  }
}

function foldersOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => dirname(file)))]
}

/** As it was before the files were read; of those that nobody looked at then, by when they were last touched. */
async function marksBefore(
  files: readonly string[],
  folders: readonly string[],
  { at, marks }: FilesBefore,
): Promise<Map<string, string>> {
  const now = await marksOf(files, folders)
  const touched = await Promise.all(
    files.map(async (file) => {
      const { ctimeMs } = await stat(file).catch(() => ({ ctimeMs: 0 }))
      return ctimeMs >= at - CLOCK_GRAIN_MS
    }),
  )
  for (const [index, file] of files.entries()) {
    if (touched[index]) now.set(file, 'changed while it was being read')
  }
  for (const [path, mark] of marks) if (now.has(path)) now.set(path, mark)
  return now
}

async function marksOf(
  files: readonly string[],
  folders: readonly string[],
): Promise<Map<string, string>> {
  const found = await Promise.all([
    ...files.map(async (file) => [file, await fileMark(file)] as const),
    ...folders.map(async (folder) => [`${folder}/`, await folderMark(folder)] as const),
  ])
  return new Map(found)
}

/** Different whenever a file is another one or was written, or another that belongs to the config stands beside it. */
function textOf(
  marks: ReadonlyMap<string, string>,
  patterns: readonly string[] | undefined,
): string {
  const lasts = patterns?.map((pattern) => basename(pattern).replaceAll('**', '*'))
  const isIncluded = (path: string) => lasts?.some((last) => matchesName(last, basename(path)))
  return [...marks]
    .map(([path, mark]) => {
      if (!lasts || !path.endsWith('/')) return mark
      return mark.split('\n').filter(isIncluded).join('\n')
    })
    .join('\n')
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
