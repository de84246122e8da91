import { describe, expect, it } from 'vitest'
import { ENTRIES, HOSTILE } from '../../../test/report/entries.js'
import type { ReportEntry } from '../reporter.js'
import { textWidth } from '../text/text-width.js'
import { gatheredReporter } from './gathered.js'

function at(entry: ReportEntry, host: string, port: number): ReportEntry {
  return { result: Object.assign({}, entry.result, { host, port }) }
}

function render(entries: readonly ReportEntry[], columns?: number): readonly string[] {
  const reporter = gatheredReporter({ colors: false, ...(columns ? { columns } : {}) })
  const text = entries.map((entry) => reporter.add(entry)).join('')
  return (text + reporter.end({ durationMs: 120 })).split('\n').slice(0, -1)
}

const ADVICE = [
  '    - Verify the service is running on the target host',
  '    - Check if the correct port is being used',
  '    - Ensure the service is bound to the correct interface',
]

describe('several targets for a person', () => {
  it('are a line for each success and one for each kind of failure, its advice once', () => {
    const entries = [
      at(ENTRIES.refused, '10.0.0.2', 22),
      at(ENTRIES.connected, 'web', 80),
      at(ENTRIES.refused, '10.0.0.1', 22),
      at(ENTRIES.refused, 'db', 5432),
    ]
    expect(render(entries)).toEqual([
      '✘ 10.0.0.1-2:22, db:5432 Connection refused in 10.1 s - fault: target',
      '    No service listening on the target port',
      ...ADVICE,
      '✔ web:80 connected in 45.0 ms (192.0.2.7, name look-up 3.1 ms, usually HTTP)',
      '4 checks: 1 succeeded, 3 failed in 120 ms',
    ])
  })

  it('keep apart what failed for another cause', () => {
    const { noName, nameServerDown } = ENTRIES
    const lines = render([noName, nameServerDown, nameServerDown])
    expect(lines.filter((line) => line.startsWith('✘'))).toHaveLength(2)
    expect(lines).toContain('    cause: the name server did not answer in time')
  })

  it('say everything of a failure that is the only one of its kind', () => {
    expect(render([ENTRIES.connected, ENTRIES.refused])[1]).toBe(
      '✘ example.com:8080 Connection refused after 3 attempts in 10.1 s (192.0.2.7) - fault: target',
    )
  })

  it.each([80, 100])('list many targets in lines that fit %i columns', (columns) => {
    const hosts = Array.from(
      { length: 60 },
      (_, index) => `${'例'.repeat(index % 20)}host-${index}`,
    )
    const lines = render(
      hosts.map((host) => at(ENTRIES.refused, host, 443)),
      columns,
    )
    expect(lines[0]).toBe('✘ 60 targets: Connection refused in 10.1 s - fault: target')
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns)
    expect(lines.length).toBeLessThan(16)
  })

  it('gather successes too where there are very many', () => {
    const entries = Array.from({ length: 300 }, (_, port) => at(ENTRIES.connected, 'web', port + 1))
    expect(render(entries)).toEqual([
      '✔ web:1-300 connected in 45.0 ms',
      '300 checks: 300 succeeded in 120 ms',
    ])
  })

  it('escape what comes from outside', () => {
    const { hostile } = ENTRIES
    expect(render([hostile, hostile]).join('')).not.toMatch(/[\u0000-\u001f\u202e]/)
    expect(
      render([at(hostile, HOSTILE, 1), at(ENTRIES.connected, HOSTILE, 2)]).join(''),
    ).not.toMatch(/[\u0000-\u001f]/)
  })
})
