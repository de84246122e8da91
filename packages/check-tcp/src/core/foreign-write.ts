import type { Stats } from 'node:fs'

const ROOT = 0
const WRITABLE_BY_OTHERS = 0o022
const STICKY = 0o1000

/** Who could change something: a user who owns it, or everybody whom its mode lets write, group or others. */
export type ForeignWrite = { readonly owner: number } | { readonly mode: string }

/**
 * Whether somebody besides root and `user` could change a file or a link, or exchange what lies in a folder. The mode of
 * a link says nothing; in a folder with the sticky bit only owners exchange what is theirs.
 *
 * @param stats as lstat(2) has them
 */
export function foreignWrite(stats: Stats, user: number): ForeignWrite | undefined {
  if (stats.uid !== ROOT && stats.uid !== user) return { owner: stats.uid }
  const isGuarded = stats.isSymbolicLink() || (stats.isDirectory() && (stats.mode & STICKY) !== 0)
  if (isGuarded || (stats.mode & WRITABLE_BY_OTHERS) === 0) return undefined
  return { mode: octalMode(stats) }
}

/** The permission bits as chmod(1) takes them: `0755`. */
export function octalMode({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0')
}
