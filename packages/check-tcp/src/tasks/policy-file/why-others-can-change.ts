import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { sep } from 'node:path'
import { foreignWrite } from '../../core/foreign-write.js'
import { pathSteps } from '../../core/path-steps.js'

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
  const foreign = foreignWrite(stats, user)
  if (!foreign) return undefined
  if ('owner' in foreign) return `${path} belongs to user ${foreign.owner}`
  return `${path} is writable by others than its owner (mode ${foreign.mode}); to fix it: chmod go-w ${path}`
}
