import { describe, expect, it } from 'vitest'
import type { ReportEntry } from '../../report/reporter.js'
import { HeldResults } from './held-results.js'

const entry = (name: string): ReportEntry => ({ name, result: {} })
const namesOf = (entries: readonly ReportEntry[]) => entries.map(({ name }) => name)

describe('results that are held', () => {
  it('are released together in the order of their targets, without being asked', async () => {
    const released = await new Promise<readonly ReportEntry[]>((resolve) => {
      const held = new HeldResults(resolve)
      held.add(entry('second'), 1)
      held.add(entry('first'), 0)
    })
    expect(namesOf(released)).toEqual(['first', 'second'])
  })

  it('are released at once where nothing more comes, and never twice', () => {
    const released: (readonly ReportEntry[])[] = []
    const held = new HeldResults((entries) => released.push(entries))
    held.add(entry('only'), 7)
    held.release()
    held.release()
    expect(released.map(namesOf)).toEqual([['only']])
  })
})
