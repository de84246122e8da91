import { describe, expect, it } from 'vitest'
import { ENTRIES, HOSTILE } from '../../test/report/entries.js'
import { matrixReporter } from './matrix.js'
import type { ReportEntry } from './reporter.js'

/** An entry with another target. */
function at(entry: ReportEntry, host: string, port: number): ReportEntry {
  return { result: Object.assign({}, entry.result, { host, port }) }
}

function render(entries: readonly ReportEntry[], colors = false): string {
  const reporter = matrixReporter({ colors })
  const parts = entries.map((entry) => reporter.add(entry))
  return reporter.start() + parts.join('') + reporter.end({ durationMs: 120 })
}

describe('matrixReporter', () => {
  it('prints hosts by ports, ports in their order', () => {
    const entries = [
      at(ENTRIES.connected, '10.0.0.1', 443),
      at(ENTRIES.refused, '10.0.0.1', 22),
      at(ENTRIES.refused, '10.0.0.2', 443),
      at(ENTRIES.connected, '10.0.0.2', 22),
    ]
    expect(render(entries)).toBe(
      [
        'host      22       443',
        '10.0.0.1  refused  45.0 ms',
        '10.0.0.2  45.0 ms  refused',
        '4 checks: 2 succeeded, 2 failed in 120 ms',
        '',
      ].join('\n'),
    )
  })

  it('leaves a cell empty that was not checked', () => {
    const entries = [at(ENTRIES.connected, 'a', 1), at(ENTRIES.connected, 'b', 2)]
    expect(render(entries).split('\n').slice(0, 3)).toEqual([
      'host  1        2',
      'a     45.0 ms',
      'b              45.0 ms',
    ])
  })

  it('colours cells without moving the columns', () => {
    const plain = render([at(ENTRIES.connected, 'a', 1), at(ENTRIES.refused, 'b', 1)])
    const colored = render([at(ENTRIES.connected, 'a', 1), at(ENTRIES.refused, 'b', 1)], true)
    expect(colored).not.toBe(plain)
    // biome-ignore lint/complexity/useRegexLiterals: the escape is clearer as text
    expect(colored.replace(new RegExp('\\u001b\\[\\d+m', 'g'), '').replace(/ +$/gm, '')).toBe(plain)
  })

  it('escapes what comes from outside, and prints nothing for nothing', () => {
    expect(render([at(ENTRIES.connected, HOSTILE, 1)])).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(render([])).toBe('')
  })
})
