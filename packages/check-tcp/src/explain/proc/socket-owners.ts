import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setImmediate as othersTurn } from 'node:timers/promises'

/** The process that has a socket open. */
export interface Owner {
  readonly pid: number
  readonly name: string
  /** It was stopped (SIGSTOP, a debugger) and runs nothing. */
  readonly stopped: boolean
}

/**
 * Finds the processes that hold the sockets with these inodes; those of other users are not seen without root. Machines
 * with many processes take long to look through: others have their turn in between, and the signal ends it early.
 */
export async function findOwners(
  inodes: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>()
  if (inodes.size === 0) return owners
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const inode of socketsOf(pid)) {
      if (!inodes.has(inode) || owners.has(inode)) continue
      const owner = describe(pid)
      if (owner) owners.set(inode, owner)
    }
    if (owners.size === inodes.size || signal.aborted) break
    await othersTurn()
  }
  return owners
}

function socketsOf(pid: string): readonly string[] {
  const folder = `/proc/${pid}/fd`
  return orNothing(() => readdirSync(folder), []).flatMap((fd) => {
    const link = orNothing(() => readlinkSync(`${folder}/${fd}`), '')
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1]
    return inode ? [inode] : []
  })
}

/** Field 3 of /proc/PID/stat (proc(5)) is the state; the name in brackets before it may hold anything. */
function describe(pid: string): Owner | undefined {
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '')
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? []
  return name === undefined
    ? undefined
    : { pid: Number(pid), name, stopped: /[Tt]/.test(state ?? '') }
}

/** Processes end while they are looked at, and those of others are closed to us. */
function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read()
  } catch {
    return nothing
  }
}
