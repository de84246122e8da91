import { readFileSync } from 'node:fs'

/** How many descriptors this process may have open; no limit where nobody says, as elsewhere than on Linux. */
export function descriptorLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8')
    const [, limit] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
    return limit === undefined ? Number.MAX_SAFE_INTEGER : Number(limit)
  } catch {
    return Number.MAX_SAFE_INTEGER
  }
}
