import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

const PREFIX = 'check-tcp-lab'

/** Makes a name for a namespace: unique on this machine, and telling which process owns it. */
export function namespaceName(role: string): string {
  const unique = randomBytes(4).toString('hex')
  return [PREFIX, process.pid, startTimeOf(process.pid), unique, role].join('.')
}

/** Is this the namespace of a lab whose process is gone? Process numbers come again, so the start time must match too. */
export function isStale(name: string): boolean {
  const [prefix, pid, startTime] = name.split('.')
  if (prefix !== PREFIX || !pid || !startTime) return false
  return startTimeOf(Number(pid)) !== startTime
}

/** Field 22 of /proc/PID/stat (proc(5)), in clock ticks since boot; the name in field 2 may hold spaces. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
