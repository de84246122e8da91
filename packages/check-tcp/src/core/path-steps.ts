import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, isAbsolute, join, parse } from 'node:path'

/** A folder, a link or a file on the way to a path. */
interface PathStep {
  /** Without links. */
  readonly path: string
  readonly stats: Stats
}

/** As many as Linux follows (path_resolution(7)). */
const MAX_LINKS = 40

/**
 * Goes the way that the system goes to open a path, link for link.
 *
 * @throws what the system says of a step, and `ELOOP` for links that go round in a circle
 */
export function* pathSteps(path: string): Generator<PathStep> {
  const whole = isAbsolute(path) ? path : `${process.cwd()}/${path}`
  let at = parse(whole).root
  let links = 0
  const ahead = partsOf(whole.slice(at.length))
  yield { path: at, stats: lstatSync(at) }
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '..') {
      at = dirname(at)
      continue
    }
    const next = join(at, part)
    const stats = lstatSync(next)
    yield { path: next, stats }
    if (!stats.isSymbolicLink()) {
      at = next
      continue
    }
    const target = readlinkSync(next)
    if (++links > MAX_LINKS) throw Object.assign(new Error(`${next}: ELOOP`), { code: 'ELOOP' })
    if (isAbsolute(target)) at = parse(target).root
    ahead.unshift(...partsOf(target))
  }
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
}
