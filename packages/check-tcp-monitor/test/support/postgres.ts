import { type Postgres, postgresRequirements, startPostgres } from 'check-tcp-lab'
import pg from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'

/** A PostgreSQL for the tests of a file. */
interface TestServer {
  readonly server: Postgres
  /** Leads to a place in it that nothing is in. */
  freshUrl(): Promise<string>
  /** Asks the place that a URL leads to. */
  query(url: string, sql: string): Promise<readonly Record<string, unknown>[]>
}

/** Tests that need a real PostgreSQL; left out, with the reason, where there is none. */
export function postgresTests(title: string, define: (server: TestServer) => void): void {
  const requirements = postgresRequirements()
  if (!requirements.available) {
    describe.skip(`${title} (left out: ${requirements.because})`, () => {})
    return
  }
  describe(title, () => {
    let server: Postgres
    let places = 0
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(async () => {
      await server[Symbol.asyncDispose]()
    })
    define({
      get server() {
        return server
      },
      async freshUrl() {
        const place = `place_${++places}`
        await ask(server.url, `CREATE SCHEMA ${place}`)
        return `${server.url}?options=-csearch_path%3D${place}`
      },
      query: ask,
    })
  })
}

async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
