import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { sep } from 'node:path'
import { pathSteps } from '../text/path-steps.js'

const ROOT = 0
const WRITABLE_BY_OTHERS = 0o022
const STICKY = 0o1000

/**
 * Why somebody besides root and this person could change what a file that is open says; `undefined` where nobody could,
 * and where the system has no user ids.
 *
 * The file is looked at through its descriptor, and the way to it only after it was opened: where nobody else can change
 * the way, nobody else could exchange the file in between.
 *
 * @param path by which it was opened
 */
export async function whyOthersCanChange(
  path: string,
  file: FileHandle,
): Promise<string | undefined> {
  const user = process.geteuid?.()
  if (user === undefined) return undefined
  const opened = await file.stat()
  const doubt = doubtOf(path, opened, user)
  if (doubt !== undefined) return doubt
  let last: Stats | undefined
  try {
    for (const { path: at, stats } of pathSteps(path)) {
      // What follows is this process's own: a pipe or a file that it was handed, as by `--policy <(command)`.
      if (at === `${sep}proc`) return undefined
      const why = doubtOf(at, stats, user)
      if (why !== undefined) return why
      last = stats
    }
  } catch {
    last = undefined
  }
  const isTheSame = last?.ino === opened.ino && last.dev === opened.dev
  return isTheSame ? undefined : `${path} was replaced while it was being read`
}

function doubtOf(path: string, stats: Stats, user: number): string | undefined {
  if (stats.uid !== ROOT && stats.uid !== user) return `${path} belongs to user ${stats.uid}`
  // The mode of a link says nothing; in a folder with the sticky bit only owners exchange what is theirs.
  const isGuarded = stats.isSymbolicLink() || (stats.isDirectory() && (stats.mode & STICKY) !== 0)
  if (isGuarded || (stats.mode & WRITABLE_BY_OTHERS) === 0) return undefined
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0')
  return `${path} is writable by others than its owner (mode ${mode}); to fix it: chmod go-w ${path}`
}
