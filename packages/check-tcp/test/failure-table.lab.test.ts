import type { CheckResult, EngineName } from 'check-tcp'
import { countSyns, createLab, labRequirements, servicesOn, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ANSWERS_OF_THE_TARGET } from './failure-table/answers-of-the-target.js'
import { NAMES } from './failure-table/names.js'
import { NETWORK } from './failure-table/network.js'
import { OWN_NETWORK } from './failure-table/own-network.js'
import type { Row } from './failure-table/row.js'
import { THIS_MACHINE } from './failure-table/this-machine.js'
import { ENGINES } from './support/engines.js'
import { problemsBy } from './support/schema-problems.js'

const RUNS = 20

const resultProblems = problemsBy('result')

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

async function resultsOf(row: Row, engine: EngineName): Promise<readonly CheckResult[]> {
  const kept: CheckResult[] = []
  for (;;) {
    const began = Date.now()
    const results = await resultsOnce(row, engine)
    if (Date.now() - began >= (row.holdsForMs ?? Number.POSITIVE_INFINITY)) continue
    kept.push(...results.filter(({ connected }) => !(connected && row.mayBeConnectedFirst)))
    if (kept.length >= RUNS) return kept.slice(0, RUNS)
  }
}

async function resultsOnce(row: Row, engine: EngineName): Promise<readonly CheckResult[]> {
  await using lab = await createLab(row.lab)
  await using onTarget = servicesOn(lab.target)
  await using onProber = servicesOn(lab.prober)
  await row.arrange?.(lab, { onTarget, onProber })
  await using prober = await startProber(lab.prober, { ...row.prober, engine })
  if (row.outOfDescriptors) await prober.useUpDescriptors()

  const parameters = Array.from({ length: RUNS }, () => row.parameters(lab))
  const options = row.abortAfterMs === undefined ? {} : { abortAfterMs: row.abortAfterMs }
  // The prober must live until the results are here.
  return await prober.checkAll(parameters, row.oneByOne ? 1 : RUNS, options)
}

/** What the table speaks of, of one result. */
function verdictOf(result: CheckResult) {
  const { failure, fault, code, cause } = result.details
  const error = result.status === 'success' ? 'connected' : result.error
  return {
    ...{ failure, error, fault },
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause }),
  }
}

const GROUPS: Readonly<Record<string, readonly Row[]>> = {
  'what the target answers': ANSWERS_OF_THE_TARGET,
  'what lies on the way': NETWORK,
  'what the name service does': NAMES,
  "what this machine's own network does": OWN_NETWORK,
  'what this machine does': THIS_MACHINE,
}

describe.skipIf(!labs.available).each(ENGINES)(
  `the failure table, %s engine${leftOut}`,
  (engine) => {
    for (const [group, rows] of Object.entries(GROUPS)) {
      describe(group, () => {
        for (const row of rows) {
          it.concurrent(`says ${row.expected.failure} when ${row.title}`, async () => {
            const results = await resultsOf(row, engine)
            const expected = Array.from({ length: RUNS }, () => row.expected)
            expect(results.map(verdictOf)).toEqual(expected)
            expect(results.flatMap(resultProblems)).toEqual([])
            expect(new Set(results.map(({ details }) => details.engine))).toEqual(new Set([engine]))
          })
        }
      })
    }

    it('sends no packet to an address that the policy denies', async () => {
      await using lab = await createLab()
      await using prober = await startProber(lab.prober, {
        engine,
        deny: [lab.target.ipv4, lab.target.ipv6],
      })
      const syns4 = await countSyns(lab.prober, lab.target.ipv4, 4)
      const syns6 = await countSyns(lab.prober, lab.target.ipv6, 6)
      const hosts = Array.from({ length: RUNS }, () => [lab.target.ipv4, lab.target.ipv6]).flat()
      await prober.checkAll(
        hosts.map((host) => ({ host, port: 2000 })),
        RUNS,
      )
      expect([await syns4(), await syns6()]).toEqual([0, 0])
    })
  },
)
