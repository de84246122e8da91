import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import { PROBE_NAMES } from '../../explain/probes.js'
import { ExplainProgress } from './explain-progress.js'
import { UnderWay } from './under-way.js'

describe('the progress of explain', () => {
  it('has a line for each probe once the check is made: those that answered, those not asked, the others', () => {
    const underWay = new UnderWay()
    const progress = new ExplainProgress(underWay, 'db:5432', 15)
    expect(progress.lines(80)).toEqual([])
    underWay.finished.add(ENTRIES.refused)
    progress.onProbe({ probe: 'own_firewall' })
    progress.onProbe({ probe: 'hold', because: 'nothing connected' })
    const [head, first, second, ...waiting] = progress.lines(80)
    expect(head).toBe('looking around db:5432, 0 s of up to 15 s')
    expect(first).toMatch(/^ {2}✔ own firewall {12}whether this machine/)
    expect(second).toBe('  - open connection         not asked: nothing connected')
    expect(waiting).toHaveLength(PROBE_NAMES.length - 2)
    for (const line of waiting) expect(line).toMatch(/^ {2}… [a-z ]+ {2}\S/)
  })
})
