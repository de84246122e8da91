import {
  countSyns,
  createLab,
  labRequirements,
  servicesOn,
  setTcpTimestamps,
  startProber,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const RUNS = 20
const PORT = 2000
const SOURCE_PORT = 3000

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** IPv6 would choose the newer address as its source; a deprecated one is chosen last (RFC 6724, rule 3). */
const preferredLast = (family: 4 | 6) => (family === 6 ? ['preferred_lft', '0'] : [])

describe.skipIf(!labs.available).each(ENGINES)(
  `a fixed source port, %s engine${leftOut}`,
  (engine) => {
    for (const timestamps of [true, false]) {
      for (const family of [4, 6] as const) {
        const peer = `a target ${timestamps ? 'with' : 'without'} TCP timestamps (IPv${family})`

        it(`serves check after check of ${peer}`, async () => {
          await using lab = await createLab()
          await using services = servicesOn(lab.target)
          await using prober = await startProber(lab.prober, { engine })
          await setTcpTimestamps(lab.target, timestamps)
          await services.listen({ port: PORT })
          const host = family === 4 ? lab.target.ipv4 : lab.target.ipv6
          const check = { host, port: PORT, source_port: SOURCE_PORT }
          for (const atOnce of [1, RUNS]) {
            const results = await prober.checkAll(Array(RUNS).fill(check), atOnce)
            for (const { connected, details } of results) {
              expect([connected, details.source_port]).toEqual([true, SOURCE_PORT])
            }
          }
          expect(await services.closings(PORT, 2 * RUNS)).toEqual({ fin: 0, rst: 2 * RUNS })
        })
      }
    }

    for (const family of [4, 6] as const) {
      it(`serves a check whose source port a server has on other addresses alone, and sends SYNs alone (IPv${family})`, async () => {
        await using lab = await createLab()
        await using services = servicesOn(lab.target)
        await using others = servicesOn(lab.prober)
        await using prober = await startProber(lab.prober, { engine })
        const { prober: own, target } = lab
        const [host, loopback, sameInterface] =
          family === 4
            ? [target.ipv4, '127.0.0.1', '192.0.2.77']
            : [target.ipv6, '::1', '2001:db8::77']
        const prefix = family === 4 ? '32' : '128'
        await own.ip(
          'address',
          'add',
          `${sameInterface}/${prefix}`,
          'dev',
          'eth0',
          ...preferredLast(family),
        )
        await services.listen({ port: PORT })
        for (const address of [loopback, sameInterface]) {
          await others.listen({ port: SOURCE_PORT, address })
        }
        await own.nft(`add counter inet lab datagrams
          insert rule inet lab output meta l4proto udp counter name datagrams`)
        const syns = await countSyns(own, host, family)
        const { connected, details } = await prober.check({
          host,
          port: PORT,
          source_port: SOURCE_PORT,
        })
        expect([connected, details.source_port]).toEqual([true, SOURCE_PORT])
        expect(await syns()).toBe(1)
        const counted = await own.run('nft', ['list', 'counter', 'inet', 'lab', 'datagrams'])
        expect(counted).toContain('packets 0 ')
      })
    }

    it('serves a check while another connection from it waits in TIME_WAIT, where the target has timestamps', async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await using others = servicesOn(lab.prober)
      await using prober = await startProber(lab.prober, { engine })
      await services.listen({ port: PORT })
      for (let run = 0; run < RUNS; run++) {
        const source_port = SOURCE_PORT + run
        const target = { host: lab.target.ipv4, port: PORT }
        await others.hangUp(await others.dial({ ...target, sourcePort: source_port }))
        expect(await prober.check({ ...target, source_port })).toMatchObject({ connected: true })
      }
    })
  },
)
