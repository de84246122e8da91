import {
  addHostNames,
  createLab,
  type Lab,
  type Mariadb,
  mariadbRequirements,
  type Prober,
  servicesOn,
  startMariadb,
  startProber,
  useNameServers,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'

const CHECKS = 200
const AT_ONCE = 10
const DEFAULT_MAX_CONNECT_ERRORS = 100
const SOURCE_PORT = 3000
const BLOCKED = 'is blocked because of many connection errors'
/** The server counts a connection some moments after its end; how long it may take is not what is tested. */
const IN_THE_END = { timeout: 60_000, interval: 20 }

const requirements = mariadbRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`

/** A server whose name service fails books nothing on the prober, so the target must be able to look its address up. */
async function nameProber(lab: Lab): Promise<void> {
  await addHostNames(lab.target, { 'prober.test': [lab.prober.ipv4] })
}

/** Checks the server over and over; gives how many checks connected. */
async function check(
  { prober, lab, mariadb }: { prober: Prober; lab: Lab; mariadb: Mariadb },
  count: number,
  { atOnce = AT_ONCE, ...parameters }: { atOnce?: number; source_port?: number } = {},
): Promise<number> {
  const one = { host: lab.target.ipv4, port: mariadb.port, ...parameters }
  const results = await prober.checkAll(Array(count).fill(one), atOnce)
  return results.filter(({ connected }) => connected).length
}

/** What the server's host cache has against the prober: connections cut short, and connections turned away for them. */
async function recordOf(lab: Lab, mariadb: Mariadb) {
  const row = await mariadb.query(
    `select count_handshake_errors, sum_connect_errors, count_host_blocked_errors
     from performance_schema.host_cache where ip = '${lab.prober.ipv4}'`,
  )
  const [handshake = 0, blocking = 0, turnedAway = 0] = row.split('\t').map(Number)
  return { handshake, blocking, turnedAway }
}

/** The same, once the server has dealt with `count` connections. */
async function recordOfAll(count: number, lab: Lab, mariadb: Mariadb) {
  const dealtWith = async () => {
    const { handshake, turnedAway } = await recordOf(lab, mariadb)
    return handshake + turnedAway
  }
  await expect.poll(dealtWith, IN_THE_END).toBe(count)
  return recordOf(lab, mariadb)
}

/**
 * How many connections the server's log calls aborted. (The status variable Aborted_connects says about as much, but
 * loses some of those that end at the same time.)
 */
function abortedIn(mariadb: Mariadb): number {
  return mariadb.log().filter((line) => line.includes('Aborted connection')).length
}

describe.skipIf(!requirements.available)(`MariaDB${leftOut}`, () => {
  for (const limit of [DEFAULT_MAX_CONNECT_ERRORS, 5]) {
    it(`blocks the prober's host after ${limit} checks though they close by FIN, and checks still connect`, async () => {
      await using lab = await createLab()
      await nameProber(lab)
      const options = limit === DEFAULT_MAX_CONNECT_ERRORS ? [] : [`--max-connect-errors=${limit}`]
      await using mariadb = await startMariadb(lab.target, options)
      await using prober = await startProber(lab.prober)
      expect(await mariadb.query('select @@max_connect_errors')).toBe(`${limit}\n`)

      await mariadb.logInFrom(lab.prober)
      expect(await check({ prober, lab, mariadb }, CHECKS)).toBe(CHECKS)
      const record = await recordOfAll(CHECKS, lab, mariadb)
      // Connections that the server handles at the same time are all let in, so it may be some more.
      expect(record.handshake).toBeGreaterThanOrEqual(limit)
      expect(record.turnedAway).toBeGreaterThan(0)

      await expect(mariadb.logInFrom(lab.prober)).rejects.toThrow(BLOCKED)
      expect(await check({ prober, lab, mariadb }, 1)).toBe(1)
      await mariadb.query('flush hosts')
      await mariadb.logInFrom(lab.prober)
    })
  }

  it('forgets the checks of a host at its next login, so that 99 checks between two logins do no harm', async () => {
    await using lab = await createLab()
    await nameProber(lab)
    await using mariadb = await startMariadb(lab.target)
    await using prober = await startProber(lab.prober)
    const between = DEFAULT_MAX_CONNECT_ERRORS - 1
    for (const round of [1, 2, 3]) {
      await check({ prober, lab, mariadb }, between)
      const handshake = round * between
      await expect
        .poll(() => recordOf(lab, mariadb), IN_THE_END)
        .toEqual({ handshake, blocking: between, turnedAway: 0 })
      await mariadb.logInFrom(lab.prober)
      expect(await recordOf(lab, mariadb)).toEqual({ handshake, blocking: 0, turnedAway: 0 })
    }
  })

  it('lets the host in where max_connect_errors is above the number of checks, with a line in its log for each', async () => {
    await using lab = await createLab()
    await nameProber(lab)
    await using mariadb = await startMariadb(lab.target)
    await using prober = await startProber(lab.prober)
    await mariadb.query('set global max_connect_errors = 100000')
    await check({ prober, lab, mariadb }, CHECKS)
    await expect
      .poll(() => recordOf(lab, mariadb), IN_THE_END)
      .toEqual({ handshake: CHECKS, blocking: CHECKS, turnedAway: 0 })
    await mariadb.logInFrom(lab.prober)
    await expect.poll(() => abortedIn(mariadb), IN_THE_END).toBe(CHECKS)
  })

  it('keeps no record of hosts, and so blocks none, with skip_name_resolve', async () => {
    await using lab = await createLab()
    await nameProber(lab)
    await using mariadb = await startMariadb(lab.target, ['--skip-name-resolve'])
    await using prober = await startProber(lab.prober)
    await check({ prober, lab, mariadb }, CHECKS)
    await expect.poll(() => abortedIn(mariadb), IN_THE_END).toBe(CHECKS)
    await mariadb.logInFrom(lab.prober)
    expect(await mariadb.query('select * from performance_schema.host_cache')).toBe('')
  })

  it('blocks a host whose address has no name', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await services.serveNames([])
    await useNameServers(lab.target, [lab.target.ipv4])
    await using mariadb = await startMariadb(lab.target)
    await using prober = await startProber(lab.prober)
    await check({ prober, lab, mariadb }, CHECKS)
    await recordOfAll(CHECKS, lab, mariadb)
    await expect(mariadb.logInFrom(lab.prober)).rejects.toThrow(BLOCKED)
  })

  it('blocks no host while the name service cannot say whether its address has a name', async () => {
    await using lab = await createLab()
    await using mariadb = await startMariadb(lab.target)
    await using prober = await startProber(lab.prober)
    await check({ prober, lab, mariadb }, CHECKS)
    await expect
      .poll(() => recordOf(lab, mariadb), IN_THE_END)
      .toEqual({ handshake: CHECKS, blocking: 0, turnedAway: 0 })
    await mariadb.logInFrom(lab.prober)
  })

  it('logs every check from a fixed source port too, though those close by RST', async () => {
    await using lab = await createLab()
    await nameProber(lab)
    await using mariadb = await startMariadb(lab.target)
    await using prober = await startProber(lab.prober)
    // Whether one is booked on the host is a race: a RST that comes before accept(2) leaves the server no address.
    const options = { atOnce: 1, source_port: SOURCE_PORT }
    expect(await check({ prober, lab, mariadb }, CHECKS, options)).toBe(CHECKS)
    await expect.poll(() => abortedIn(mariadb), IN_THE_END).toBe(CHECKS)
  })

  it("blocks the host of a client that leaves the server's greeting unread", async () => {
    await using lab = await createLab()
    await nameProber(lab)
    await using mariadb = await startMariadb(lab.target)
    await lab.prober.run(process.execPath, [
      '--eval',
      RUDE_CLIENT,
      lab.target.ipv4,
      `${mariadb.port}`,
    ])
    const record = await recordOfAll(CHECKS, lab, mariadb)
    expect(record.handshake).toBeGreaterThanOrEqual(DEFAULT_MAX_CONNECT_ERRORS)
    expect(record.turnedAway).toBeGreaterThan(0)
    await expect(mariadb.logInFrom(lab.prober)).rejects.toThrow(BLOCKED)
  })
})

/** Connects and closes at once, one connection after the other: the greeting finds nobody, and is answered by a RST. */
const RUDE_CLIENT = `
  const { once } = require('node:events')
  const { connect } = require('node:net')
  const [host, port] = process.argv.slice(1)
  const run = async () => {
    for (let count = 0; count < ${CHECKS}; count++) {
      const socket = connect(port, host)
      await once(socket, 'connect')
      socket.destroy()
      await once(socket, 'close')
    }
  }
  run()`
