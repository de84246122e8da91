import { describe, expect, it } from 'vitest'
import { ENTRIES, HOSTILE } from '../../../test/report/entries.js'
import { painter } from '../text/colors.js'
import { locationTable } from './location-table.js'

const plain = painter(false)

describe('the table of locations', () => {
  it('says what came of the check from each, how long that took, and at which address', () => {
    const rows = [
      { location: 'fra', result: ENTRIES.connected.result },
      { location: 'new-york', result: ENTRIES.refused.result },
      { location: 'ams', because: 'no agent at ams is connected to the hub' },
    ]
    expect(locationTable(rows, plain)).toEqual([
      'fra       connected           45.0 ms  192.0.2.7',
      'new-york  Connection refused   10.1 s  192.0.2.7',
      'ams       cannot tell                  no agent at ams is connected to the hub',
    ])
  })

  it('shows no time where nothing was sent, and no address that was asked for itself', () => {
    const rows = [
      { location: 'fra', result: ENTRIES.denied.result },
      { location: 'nyc', result: ENTRIES.literal.result },
    ]
    expect(locationTable(rows, plain)).toEqual([
      expect.stringMatching(/^fra {2}Denied by policy +$|^fra {2}\S.*$/),
      expect.stringMatching(/^nyc {2}connected +50 µs$/),
    ])
    expect(locationTable(rows, plain)[0]).not.toMatch(/\d (ms|µs|s)\b/)
  })

  it('lets nothing through that steers a terminal', () => {
    const [line = ''] = locationTable([{ location: HOSTILE, because: HOSTILE }], plain)
    expect(line).not.toMatch(/[\p{Cc}\u2028\u202e]/u)
  })

  it('has a colour for good, bad and unknown', () => {
    const rows = [
      { location: 'a', result: ENTRIES.connected.result },
      { location: 'b', result: ENTRIES.refused.result },
      { location: 'c', because: 'no' },
    ]
    const colours = locationTable(rows, painter(true)).map((line) => line.slice(2, 4))
    expect(colours).toEqual(['32', '31', '33'])
  })
})
