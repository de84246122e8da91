import { getSystemErrorMap } from 'node:util'

/** Is it what a failed system call throws? */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** What the system says of an error, without its code, its call and its path: `no such file or directory`. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  return getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
}

/** What the call returns; `undefined` where the system refuses it with one of these codes, such as `ENOENT`. */
export function unlessErrno<T>(codes: string | readonly string[], call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (isSystemError(error) && error.code !== undefined && [codes].flat().includes(error.code)) {
      return undefined
    }
    throw error
  }
}
