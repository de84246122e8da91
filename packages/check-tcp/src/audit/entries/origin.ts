import { hostname, userInfo } from 'node:os'
import { basename } from 'node:path'

/** Who checks: the same for every check of a process. Its arguments stay out of the log, they may hold secrets. */
export interface Origin {
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly program: string
}

export function originOfProcess(): Origin {
  const { argv, pid } = process
  return { user: userName(), host: hostname(), pid, program: basename(argv[1] ?? 'node') }
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
