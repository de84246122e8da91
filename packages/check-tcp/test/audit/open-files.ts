import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The flags of what is open in this process and whose path begins so; Linux alone tells. */
export function flagsOfOpen(begin: string): readonly number[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      if (!readlinkSync(`/proc/self/fd/${fd}`).startsWith(begin)) return []
      const [, octal = ''] =
        /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? []
      return [Number.parseInt(octal, 8)]
    } catch {
      // The one that the folder was listed through.
      return []
    }
  })
}
