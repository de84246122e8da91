import type { DatabasePlace } from './connection.js'
import { stateOf } from './postgres-failure.js'

/** What to do where a server was reached that lets nobody in, by the SQLSTATE of its answer; `undefined` is the driver's own word. */
export function connectAdvice(error: unknown, { user, database }: DatabasePlace): string {
  switch (stateOf(error)) {
    case '28P01':
      return `the password of the user ${user} in \`hub.database\` is wrong, or there is no such user: correct it there, or set it by ALTER ROLE`
    case '28000':
      return `the server lets nobody in as ${user} from here: see its pg_hba.conf, and whether there is such a user`
    case '3D000':
      return `there is no such database: create it by createdb --owner=${user} ${database}, or correct \`hub.database\``
    case '42501':
      return `the user may not connect to it: GRANT CONNECT ON DATABASE ${database} TO ${user}`
    default:
      break
  }
  if (error instanceof Error && error.message.startsWith('SASL'))
    return 'the server wants a password: `hub.database` is to have it, as in postgres://USER:PASSWORD@HOST/DATABASE'
  return 'look whether it runs there, and whether `hub.database` is right'
}
