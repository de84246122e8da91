import type { ClientConfig } from 'pg'
import { StoreError } from '../../../core/store/store-error.js'

/** For a connection to be made. */
const CONNECT_MS = 5_000

/** For an answer; the server itself ends a statement before. */
const ANSWER_MS = 40_000

/** Where a database is, as people may read it: never with a password. */
export interface DatabasePlace {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

export interface Connection {
  readonly config: ClientConfig
  readonly place: DatabasePlace
}

/**
 * @param url `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with parameters such as `sslmode` and `options`
 * @throws {StoreError} `STORE_UNREACHABLE` for a text that is none; it never quotes the text, which may hold a password
 */
export async function readConnection(url: string): Promise<Connection> {
  const { default: pg } = await import('pg')
  let client: InstanceType<typeof pg.Client>
  try {
    if (!/^postgres(ql)?:\/\//.test(url)) throw new TypeError('another scheme')
    client = new pg.Client({ connectionString: url })
  } catch (cause) {
    const text = 'the URL of the database is not like postgres://USER:PASSWORD@HOST:PORT/DATABASE'
    throw new StoreError('STORE_UNREACHABLE', text, { cause })
  }
  const { host, port, user = '', database = '' } = client
  return {
    place: { host, port, user, database },
    config: {
      connectionString: url,
      application_name: 'check-tcp-monitor',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      types: { getTypeParser },
    },
  }

  function getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Whole numbers of 64 bits are times and numbers of rows here, far below 2 ** 53.
    if (oid === pg.types.builtins.INT8) return Number
    return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
  }
}

export function placeInWords({ host, port, user, database }: DatabasePlace): string {
  return `PostgreSQL at ${host}:${port} (database ${database}, user ${user})`
}
