import type { Stats } from 'node:fs'

const ROOT = 0
const WRITABLE_BY_OTHERS = 0o022
const WRITABLE_BY_ALL = 0o002
const STICKY = 0o1000

/**
 * Who could change something: a user who owns it, or whom its mode lets write: the group of that number, or everybody
 * where none is named.
 */
export type ForeignWrite =
  | { readonly owner: number }
  | { readonly mode: string; readonly group?: number }

/** Another user than root and `user` who owns something. */
export function foreignOwner({ uid }: Pick<Stats, 'uid'>, user: number): number | undefined {
  return uid === ROOT || uid === user ? undefined : uid
}

/**
 * Whether somebody besides root and `user` could change a file or a link, or exchange what lies in a folder. The mode of
 * a link says nothing.
 *
 * @param stats as lstat(2) has them
 * @param mayBeSticky whether a folder with the sticky bit will do, in which only owners exchange what is theirs, but
 *   everybody may add something
 */
export function foreignWrite(
  stats: Stats,
  user: number,
  { mayBeSticky = true }: { readonly mayBeSticky?: boolean } = {},
): ForeignWrite | undefined {
  const owner = foreignOwner(stats, user)
  if (owner !== undefined) return { owner }
  const isGuarded = mayBeSticky && stats.isDirectory() && (stats.mode & STICKY) !== 0
  if (isGuarded || stats.isSymbolicLink() || (stats.mode & WRITABLE_BY_OTHERS) === 0) return
  const mode = octalMode(stats)
  return (stats.mode & WRITABLE_BY_ALL) === 0 ? { mode, group: stats.gid } : { mode }
}

/** The permission bits as chmod(1) takes them: `0755`. */
export function octalMode({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0')
}
