/** The oldest version of which its makers still took care when this was written. */
const OLDEST = { number: 140_000, name: '14' }

/**
 * Why a server is not used; undefined where it is.
 *
 * @param number its `server_version_num`, such as 150020
 * @param name its `server_version`, such as `15.20 (Debian 15.20-0+deb12u1)`
 */
export function problemOfServer(number: number, name: string): string | undefined {
  if (number >= OLDEST.number) return undefined
  return `PostgreSQL ${name} is too old: the history needs ${OLDEST.name} or newer. Update the server, or leave \`hub.database\` out to use SQLite`
}
