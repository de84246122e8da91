import { readFileSync } from 'node:fs'

/** What a group is called in group(5), or its number where it is not there, as one of a directory service. */
export function groupName(gid: number, file = '/etc/group'): string {
  try {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [name, , number] = line.split(':')
      if (name && number === String(gid)) return name
    }
  } catch {
    // A container may have none.
  }
  return String(gid)
}
