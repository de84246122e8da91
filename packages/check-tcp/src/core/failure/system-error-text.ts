import { getSystemErrorMap } from 'node:util'

/** Is it what a failed system call throws? */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** What the system says of an error, without its code, its call and its path: `no such file or directory`. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  return getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
}
