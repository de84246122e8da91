import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import type { ReportEntry, ReportSummary } from '../reporter.js'
import { nagiosReporter } from './nagios.js'
import { NAGIOS_STATES, nagiosState, worstNagiosState } from './nagios-state.js'

function report(entries: readonly ReportEntry[], summary: ReportSummary = {}, timeout?: number) {
  const reporter = nagiosReporter(timeout === undefined ? {} : { timeout })
  for (const entry of entries) reporter.add(entry)
  return reporter.end(summary)
}

describe('the nagios report', () => {
  it('is one line with performance data for a success', () => {
    expect(report([ENTRIES.connected], {}, 10)).toBe(
      'TCP OK - example.com:80 connected in 0.045 s | time=0.045s;;10;0;10\n',
    )
  })

  it('has no exponent in a small time', () => {
    const result = { ...ENTRIES.literal.result, response_time: 0.000_000_1 }
    expect(report([{ result }])).toContain('| time=0.000s;;;0')
  })

  it('has no value for a failure', () => {
    expect(report([ENTRIES.refused])).toBe(
      'TCP CRITICAL - example.com:8080 Connection refused after 3 attempts (fault: target) | time=U\n',
    )
  })

  it('warns of a certificate that expires soon, and has its days and their limits', () => {
    const { result } = ENTRIES.connected
    const certified = (expiry: string, more: object) => {
      const tls = { version: 'TLSv1.3', trusted: true, earliest_expiry: expiry, ...more }
      return {
        result: {
          ...result,
          timestamp: '2026-03-01T00:00:00Z',
          details: { ...result.details, tls },
        },
      }
    }
    const late = certified('2026-06-01T00:00:00Z', {})
    expect(report([late])).toBe(
      'TCP OK - example.com:80 connected in 0.045 s | time=0.045s;;;0 days_left=92\n',
    )
    const soon = certified('2026-03-10T12:00:00Z', { expires_in: 1_209_600 })
    const expiring = {
      result: { ...soon.result, details: { ...soon.result.details, expiring: true } },
    }
    expect(report([expiring])).toBe(
      'TCP WARNING - example.com:80 connected in 0.045 s, the certificate expires in 9 days | time=0.045s;;;0 days_left=9;14:;0:\n',
    )
    expect(report([late, expiring])).toContain(
      "'example.com:80 days_left'=92 'example.com:80 days_left 2'=9;14:;0:",
    )
  })

  it('begins with the worst of several and has a quoted label for each', () => {
    const { connected, nameServerDown, refused } = ENTRIES
    expect(report([connected, connected, nameServerDown, refused])).toBe(
      [
        "TCP CRITICAL - 2 of 4 OK: example.com:8080 Connection refused after 3 attempts (fault: target) | 'example.com:80'=0.045s;;;0 'example.com:80 2'=0.045s;;;0 'example.com:8080'=U 'example.com:8080 2'=U",
        'UNKNOWN - example.com:8080 Host not found: the name server did not answer in time (fault: dns)',
        'CRITICAL - example.com:8080 Connection refused after 3 attempts (fault: target)',
        '',
      ].join('\n'),
    )
  })

  it('keeps bars, quotes and equals signs out of where they mean something', () => {
    const entries = [{ ...ENTRIES.namedTask, name: "it's|a=b" }, ENTRIES.connected]
    expect(report(entries)).toBe(
      "TCP OK - 2 of 2 OK | 'it''s/a_b'=0.045s;;;0 'example.com:80'=0.045s;;;0\n",
    )
  })

  it('says in its first line why there is no name service', () => {
    expect(report([ENTRIES.nameServerDown])).toBe(
      'TCP UNKNOWN - example.com:8080 Host not found: the name server did not answer in time (fault: dns) | time=U\n',
    )
  })

  describe('for a connection that was to be faster', () => {
    const { result } = ENTRIES.connected
    const details = { ...result.details, slow: true, expected_response_time: 0.02 } as const
    const slow = { result: { ...result, details } }

    it('says by how much, and has the thresholds in its performance data', () => {
      expect(report([slow], {}, 10)).toBe(
        'TCP WARNING - example.com:80 connected in 0.045 s, 25.0 ms slower than the expected 20.0 ms | time=0.045s;0.02;10;0;10\n',
      )
      expect(report([{ ...slow, timeout: 5 }, slow])).toContain(
        "'example.com:80'=0.045s;0.02;5;0;5 ",
      )
    })

    it('is critical above what was expected where slow ones count as failed', () => {
      const reporter = nagiosReporter({ timeout: 10, slowFails: true })
      reporter.add({ ...slow, succeeded: false })
      expect(reporter.end({})).toMatch(/^TCP CRITICAL - .* \| time=0\.045s;;0\.02;0;10\n$/)
    })
  })

  it('is UNKNOWN where lines of input could not be read, unless something is worse', () => {
    expect(report([ENTRIES.connected], { unreadable: 1 })).toMatch(
      /^TCP UNKNOWN - .* connected in 0\.045 s, 1 line cannot be read \| /,
    )
    expect(report([ENTRIES.refused], { unreadable: 2 })).toMatch(
      /^TCP CRITICAL - .*, 2 lines cannot/,
    )
    expect(report([], { unreadable: 2 })).toBe(
      'TCP UNKNOWN - nothing was checked, 2 lines cannot be read\n',
    )
  })

  it('is UNKNOWN where nothing was checked, and at least that where it was interrupted', () => {
    expect(report([])).toBe('TCP UNKNOWN - nothing was checked\n')
    expect(report([ENTRIES.connected], { interrupted: true })).toMatch(/^TCP UNKNOWN - /)
  })
})

describe('nagiosState', () => {
  it.each([
    ['connected', 'OK'],
    ['refused', 'CRITICAL'],
    ['oneDead', 'CRITICAL'],
    ['noName', 'CRITICAL'],
    ['nameServerDown', 'UNKNOWN'],
    ['exhausted', 'UNKNOWN'],
    ['denied', 'UNKNOWN'],
    ['cancelled', 'UNKNOWN'],
    ['otherPlugin', 'OK'],
    ['otherFailed', 'CRITICAL'],
    ['broken', 'UNKNOWN'],
  ] as const)('of %s is %s', (key, state) => {
    expect(nagiosState(ENTRIES[key])).toBe(state)
  })

  it('has the exit codes of the monitoring plugins', () => {
    expect(NAGIOS_STATES).toEqual({ OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 })
  })

  it('is the worst of several', () => {
    expect(worstNagiosState(['OK', 'UNKNOWN', 'CRITICAL'])).toBe('CRITICAL')
    expect(worstNagiosState(['OK', 'UNKNOWN'])).toBe('UNKNOWN')
    expect(worstNagiosState(['OK'])).toBe('OK')
    expect(worstNagiosState([])).toBe('UNKNOWN')
  })
})
