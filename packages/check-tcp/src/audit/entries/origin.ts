import { hostname, userInfo } from 'node:os'
import { basename } from 'node:path'

/** Who checks: the same for every check of a process. Its arguments stay out of the log, they may hold secrets. */
interface Origin {
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly program: string
}

/** @param nameOfUser throws where there is none: a container's user may have no name */
export function originOfProcess(nameOfUser = () => userInfo().username): Origin {
  const { argv, pid } = process
  return { user: userOf(nameOfUser), host: hostname(), pid, program: basename(argv[1] ?? 'node') }
}

function userOf(nameOfUser: () => string): string {
  try {
    return nameOfUser()
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
