import { lstatSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDirectory } from '../../core/make-directory.js'

/**
 * The folder that this person's processes share until the next boot (XDG Base Directory Specification), or why there is
 * none.
 */
export function runtimeDirectory(
  env: Readonly<Record<string, string | undefined>>,
): { readonly path: string } | { readonly unavailable: string } {
  const { getuid } = process
  if (!getuid) return { unavailable: 'this system has no user ids' }
  const folder = env.XDG_RUNTIME_DIR
    ? join(env.XDG_RUNTIME_DIR, 'check-tcp')
    : join(tmpdir(), `check-tcp-${getuid()}`)
  try {
    makeDirectory(folder, 0o700)
    const { uid, mode } = lstatSync(folder)
    // In /tmp somebody else may have been there before.
    const isOurs = uid === getuid() && (mode & 0o170_022) === 0o040_000
    if (!isOurs) return { unavailable: `${folder} belongs to somebody else` }
    const path = join(folder, bootId())
    makeDirectory(path, 0o700)
    return { path }
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) }
  }
}

/** proc_sys_kernel(5), `random/boot_id`: monotonic time begins anew with each boot. */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
