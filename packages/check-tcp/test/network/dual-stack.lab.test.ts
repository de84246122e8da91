import type { CheckResult } from 'check-tcp'
import {
  addHostNames,
  createLab,
  drop,
  dropFirstSyns,
  type Lab,
  labRequirements,
  type Prober,
  type Services,
  servicesOn,
  startProber,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const RUNS = 20
const NAME = 'dual.test'
/** One port for each cell of the matrix. */
const FIRST_PORT = 2000
/** Long enough for the second SYN to be answered. */
const TIMEOUT = 2.5

/** What a family does with a SYN. */
const CONDITIONS = ['ok', 'refused', 'blackhole', 'first SYN lost'] as const
type Condition = (typeof CONDITIONS)[number]

interface Cell {
  readonly port: number
  readonly 4: Condition
  readonly 6: Condition
}

const CELLS: readonly Cell[] = CONDITIONS.flatMap((v4, row) =>
  CONDITIONS.map((v6, column) => ({ port: FIRST_PORT + row * 4 + column, 4: v4, 6: v6 })),
)

const answers = (condition: Condition) => condition === 'ok' || condition === 'first SYN lost'

async function arrange(lab: Lab, services: Services, cell: Cell): Promise<void> {
  for (const family of [4, 6] as const) {
    const traffic = { port: cell.port, family }
    const condition = cell[family]
    if (condition !== 'refused') await services.listen(traffic)
    if (condition === 'blackhole') await drop(lab.target, traffic)
    if (condition === 'first SYN lost') await dropFirstSyns(lab.target, traffic, 1)
  }
}

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available).each(ENGINES)(
  `a name with an address in each family, %s engine${leftOut}`,
  (engine) => {
    let lab: Lab
    let prober: Prober

    beforeAll(async () => {
      lab = await createLab()
      const services = servicesOn(lab.target)
      for (const cell of CELLS) await arrange(lab, services, cell)
      await addHostNames(lab.prober, { [NAME]: [lab.target.ipv4, lab.target.ipv6] })
      prober = await startProber(lab.prober, { engine })
    })
    afterAll(() => lab.dispose())

    function check(cell: Cell, addresses: 'any' | 'all'): Promise<readonly CheckResult[]> {
      const parameters = { host: NAME, port: cell.port, timeout: TIMEOUT, addresses }
      return prober.checkAll(Array(RUNS).fill(parameters), RUNS)
    }

    const cellOf = (v4: Condition, v6: Condition): Cell => {
      const cell = CELLS.find((each) => each[4] === v4 && each[6] === v6)
      if (!cell) throw new Error('the matrix has every pair of conditions')
      return cell
    }

    for (const cell of CELLS) {
      const conditions = `IPv4 ${cell[4]}, IPv6 ${cell[6]}`
      const any = answers(cell[4]) || answers(cell[6])
      const all = answers(cell[4]) && answers(cell[6])

      it.concurrent(`is ${any ? '' : 'not '}connected by any address: ${conditions}`, async () => {
        const results = await check(cell, 'any')
        expect(results.map(({ connected }) => connected)).toEqual(Array(RUNS).fill(any))
      })

      it.concurrent(`is ${all ? '' : 'not '}connected by all addresses: ${conditions}`, async () => {
        const results = await check(cell, 'all')
        expect(results.map(({ connected }) => connected)).toEqual(Array(RUNS).fill(all))
        const perFamily = ({ details }: CheckResult) =>
          details.attempts[0]?.addresses.map(({ family, connected }) => [family, connected]).sort()
        const expected = [
          [4, answers(cell[4])],
          [6, answers(cell[6])],
        ]
        expect(results.map(perFamily)).toEqual(Array(RUNS).fill(expected))
      })
    }

    it('prefers IPv6 where both answer, and then asks IPv4 nothing', async () => {
      for (const { details } of await check(cellOf('ok', 'ok'), 'any')) {
        expect(details.family).toBe(6)
        expect(details.attempts[0]?.addresses.map(({ family }) => family)).toEqual([6])
      }
    })

    it('starts IPv4 a quarter of a second after a silent IPv6, and measures its handshake alone', async () => {
      for (const { details, response_time } of await check(cellOf('ok', 'blackhole'), 'any')) {
        expect(details).toMatchObject({ family: 4, syn_retransmits: 0 })
        expect(details.total_time - Number(response_time)).toBeGreaterThanOrEqual(0.249)
      }
    })

    it('does not give the IPv6 handshake up for a silent IPv4', async () => {
      const results = await check(cellOf('blackhole', 'first SYN lost'), 'any')
      for (const { details } of results) {
        expect(details).toMatchObject({ family: 6, syn_retransmits: 1 })
        expect(details.attempts[0]?.addresses).toMatchObject([
          { family: 6, connected: true },
          { family: 4, connected: false, failure: 'cancelled' },
        ])
      }
    })

    it('starts IPv4 as soon as IPv6 has failed', async () => {
      for (const { details } of await check(cellOf('ok', 'refused'), 'any')) {
        expect(details.attempts[0]?.addresses).toMatchObject([
          { family: 6, connected: false, failure: 'refused' },
          { family: 4, connected: true },
        ])
      }
    })

    it('names the refusal, not the silence, where one family refuses and the other is silent', async () => {
      for (const cell of [cellOf('refused', 'blackhole'), cellOf('blackhole', 'refused')]) {
        for (const { details } of await check(cell, 'any')) {
          expect(details).toMatchObject({ failure: 'refused', fault: 'target' })
        }
      }
    })
  },
)
