import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CheckTcpError } from 'check-tcp'

/** How deep `**` goes; a tree of config files has two or three levels. */
const DEEPEST = 8

/** More entries of folders than this are not looked at: the pattern leads out of the config's folder. */
const MAX_ENTRIES = 20_000

/** Thrown for a pattern under which too much lies. */
export class TooManyFilesError extends CheckTcpError {
  override readonly name = 'TooManyFilesError'
  readonly code = 'TOO_MANY_FILES'
}

/**
 * The files that a pattern names, sorted. `*` and `?` stand for characters of one name, `**` for any number of folders;
 * names that begin with a dot are matched only by a dot.
 *
 * @param folder where relative patterns begin
 * @throws {TooManyFilesError} for a pattern under which more than 20,000 entries lie
 */
export async function matchFiles(pattern: string, folder: string): Promise<readonly string[]> {
  const absolute = resolve(folder, pattern)
  const parts = absolute.split(/[\\/]/)
  if (parts.at(-1) === '**') parts.push('*')
  const fixed = parts.findIndex((part) => /[*?]/.test(part))
  if (fixed < 0) return [absolute]
  const found = new Set<string>()
  let entries = 0

  async function walk(at: string, rest: readonly string[], depth: number): Promise<void> {
    const [part = '', ...others] = rest
    const list = await readdir(at, { withFileTypes: true }).catch(() => [])
    entries += list.length
    if (entries > MAX_ENTRIES) throw new TooManyFilesError(`more than ${MAX_ENTRIES} files`)
    if (part === '**') {
      await walk(at, others, depth)
      for (const entry of list) {
        if (entry.isDirectory() && !entry.name.startsWith('.') && depth < DEEPEST) {
          await walk(join(at, entry.name), rest, depth + 1)
        }
      }
      return
    }
    for (const entry of list) {
      if (!matchesName(part, entry.name)) continue
      const path = join(at, entry.name)
      if (others.length > 0) await walk(path, others, depth)
      else if (entry.isSymbolicLink() ? await leadsToFile(path) : entry.isFile()) found.add(path)
    }
  }

  await walk(parts.slice(0, fixed).join('/') || '/', parts.slice(fixed), 0)
  return [...found].sort()
}

/** A link that leads nowhere is kept: the file that it should lead to is missed then. */
async function leadsToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return true
  }
}

/** Does the name match a pattern of `*` and `?`? Goes back to the last star only, so time is the product of lengths. */
export function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false
  let at = 0
  let of = 0
  let star = -1
  let resume = 0
  while (at < name.length) {
    if (
      of < pattern.length &&
      (pattern[of] === '?' || pattern[of] === name[at]) &&
      pattern[of] !== '*'
    ) {
      at++
      of++
    } else if (pattern[of] === '*') {
      star = of++
      resume = at
    } else if (star >= 0) {
      of = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[of] === '*') of++
  return of === pattern.length
}
