import type { Explanation } from 'check-tcp'
import { labRequirements } from 'check-tcp-lab'
import { afterAll, describe, expect, it } from 'vitest'
import { explainSituation } from './explain-situation.js'
import { explanationProblems } from './explanation-problems.js'
import { askPeers, type PeersSay } from './peers.js'
import type { Situation } from './situation.js'
import { SITUATIONS } from './situations.js'
import { reasonsInTable, type TableRow, WRITES_TABLE, writeTable } from './situations-table.js'

/** Seconds: the deadline where nobody says, and what a machine with much to do may add to it. */
const DEADLINE = 5
const LATE = 1

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const rows = new Map<Situation, TableRow>()

/** Explains the situation, and asks other programs of it where the table is to be written. */
async function explained(situation: Situation) {
  let peers: PeersSay = { nc: '', curl: '', nmap: '' }
  const explanations = await explainSituation(situation, async (lab) => {
    if (WRITES_TABLE) peers = await askPeers(situation, lab)
  })
  rows.set(situation, { ...explanations, peers })
  return explanations
}

function firstOf({ reasons }: Explanation) {
  return { reason: reasons[0]?.reason ?? 'none', fault: reasons[0]?.fault }
}

function expectFirst(explanation: Explanation, right: readonly string[], fault: string) {
  const first = firstOf(explanation)
  expect(right, JSON.stringify(explanation, null, 1)).toContain(first.reason)
  expect(first.fault).toBe(fault)
}

/** Where several reasons are right, which one comes first is chance. */
function expectSameAsTable({ title, right }: Situation, explanations: readonly Explanation[]) {
  const table = reasonsInTable(title)
  if (right.length > 1) for (const reason of table) expect(right).toContain(reason)
  else expect(explanations.map(firstOf).map(({ reason }) => reason)).toEqual(table)
}

describe.skipIf(!labs.available)(`the explanation${leftOut}`, () => {
  afterAll(() => {
    if (WRITES_TABLE) writeTable(rows)
  })

  for (const [group, situations] of Object.entries(SITUATIONS)) {
    describe(`when something is the matter with ${group}`, () => {
      for (const situation of situations) {
        const { right, fault, withoutRoot: rightWithoutRoot = right } = situation
        it.concurrent(`says ${right[0]} when ${situation.title}`, async () => {
          const { asRoot, withoutRoot } = await explained(situation)
          expectFirst(asRoot, right, fault)
          expect(rightWithoutRoot).toContain(firstOf(withoutRoot).reason)
          for (const explanation of [asRoot, withoutRoot]) {
            if (fault === 'local') expect(firstOf(explanation).fault).toBe('local')
            expect(explanation.probe_time).toBeLessThan(DEADLINE + LATE)
            expect(explanationProblems(explanation)).toEqual([])
          }
          expect(withoutRoot.not_asked.length).toBeGreaterThan(0)
          if (!WRITES_TABLE) expectSameAsTable(situation, [asRoot, withoutRoot])
        })
      }
    })
  }
})
