// The same tree gives the same bytes: times, and who may do what, do not depend on the machine that builds.
import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, lutimesSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './program-tree.mjs'

/** When the source was last changed, in seconds: SOURCE_DATE_EPOCH, or the time of the last commit. */
export function sourceDate(environment = process.env) {
  const given = environment.SOURCE_DATE_EPOCH
  if (given === undefined) {
    return Number(
      execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }),
    )
  }
  if (!/^\d+$/.test(given)) {
    throw new Error(
      `SOURCE_DATE_EPOCH must be a whole number of seconds since 1970, got "${given}"`,
    )
  }
  return Number(given)
}

/** Sets times and modes of a folder and all in it; a file stays executable if it is. */
export function fixTree(folder, seconds) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) fixTree(path, seconds)
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644)
    lutimesSync(path, seconds, seconds)
  }
  chmodSync(folder, 0o755)
  lutimesSync(folder, seconds, seconds)
}
