import { systemErrorText } from './system-error-text.js'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ENOTDIR: 'does not exist: part of its path is not a directory',
  ELOOP: 'cannot be read: its links form a loop',
  ENAMETOOLONG: 'does not exist: the name is too long',
}

/** Why a file cannot be read, to stand behind its name: `does not exist`. */
export function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return `cannot be read: ${String(error)}`
  const { code = '' } = error as NodeJS.ErrnoException
  return REASONS[code] ?? `cannot be read: ${systemErrorText(error)}`
}
