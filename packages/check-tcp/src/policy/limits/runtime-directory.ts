import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foreignWrite } from '../../core/foreign-write.js'
import { makeDirectory } from '../../core/make-directory.js'

/** Where the folders of the system are; elsewhere only for tests. */
interface SystemFolders {
  readonly run: string
  readonly temporary: string
}

const SYSTEM: SystemFolders = { run: '/run', temporary: '/tmp' }

export type RuntimeDirectory = { readonly path: string } | { readonly unavailable: string }

/**
 * The folder that this person's processes share until the next boot, or why there is none: `/run/check-tcp` for root,
 * `/run/user/UID/check-tcp` for others, `/tmp/check-tcp-UID` where that cannot be used. It goes by the user alone, since
 * a user who could move it by a variable would begin every count again.
 */
export function runtimeDirectory(system = SYSTEM): RuntimeDirectory {
  const user = process.geteuid?.()
  if (user === undefined) return { unavailable: 'this system has no user ids' }
  const { run, temporary } = system
  const first = user === 0 ? join(run, 'check-tcp') : join(run, 'user', String(user), 'check-tcp')
  const directory = usable(first, user)
  if ('path' in directory) return directory
  return usable(join(temporary, `check-tcp-${user}`), user)
}

function usable(folder: string, user: number): RuntimeDirectory {
  try {
    makeDirectory(folder, 0o700)
    const stats = lstatSync(folder)
    // In /tmp somebody else may have been there before.
    const isOurs = stats.uid === user && stats.isDirectory()
    if (!isOurs || foreignWrite(stats, user, { mayBeSticky: false }))
      return { unavailable: `${folder} belongs to somebody else` }
    const path = join(folder, bootId())
    makeDirectory(path, 0o700)
    return { path }
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) }
  }
}

/** proc_sys_kernel(5), `random/boot_id`: monotonic time begins again with each boot. */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
