import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import type { ReportEntry, ReportSummary } from '../reporter.js'
import { humanReporter } from './human.js'

const lines = (entry: ReportEntry) =>
  humanReporter({ kind: 'one', colors: false }).add(entry).trimEnd().split('\n')

describe('the human report', () => {
  it('says in one line that a target connected', () => {
    expect(lines(ENTRIES.connected)).toEqual([
      '✔ example.com:80 connected in 45.0 ms (192.0.2.7, name look-up 3.1 ms, usually HTTP)',
    ])
  })

  it('leaves out of it what was asked for itself', () => {
    expect(lines(ENTRIES.literal)).toEqual(['✔ [::1]:6379 connected in 50 µs (usually Redis)'])
  })

  it('tells of the attempts that failed before', () => {
    expect(lines(ENTRIES.retried)).toEqual([
      '✔ example.com:80 connected in 45.0 ms at attempt 3 (192.0.2.7, name look-up 3.1 ms, usually HTTP)',
      '    before: 2 × Connection timeout',
    ])
  })

  it('tells packet loss from latency', () => {
    expect(lines(ENTRIES.lossy)).toEqual([
      '✔ example.com:4711 connected in 1.02 s (192.0.2.7, name look-up 3.1 ms)',
      '    1 SYN was lost and sent again: packet loss, not latency',
    ])
  })

  it('is one line for a success, whatever the other addresses answered', () => {
    expect(lines(ENTRIES.dualStack)).toEqual([
      '✔ example.com:443 connected in 45.0 ms (192.0.2.7, name look-up 3.1 ms, usually HTTPS)',
    ])
  })

  it('leaves out of it what matters least where a screen is narrow', () => {
    const on = (columns: number) =>
      humanReporter({ kind: 'one', colors: false, columns }).add(ENTRIES.connected).trimEnd()
    expect(on(80)).toBe('✔ example.com:80 connected in 45.0 ms (192.0.2.7, name look-up 3.1 ms)')
    expect(on(60)).toBe('✔ example.com:80 connected in 45.0 ms (192.0.2.7)')
    expect(on(20)).toBe('✔ example.com:80 connected in 45.0 ms')
  })

  it('tells what each of several addresses answered where everything is asked for', () => {
    const verbose = humanReporter({ kind: 'one', colors: false, verbose: true })
    expect(verbose.add(ENTRIES.dualStack).trimEnd().split('\n').slice(1)).toEqual([
      '    2001:db8::1 Network unreachable in 200 µs - fault: network',
      '    192.0.2.7 connected in 45.0 ms',
      '    192.0.2.8 given up after 20.0 ms: another address connected first',
    ])
  })

  it('gives the fault, the meaning and the advice of a failure', () => {
    expect(lines(ENTRIES.refused)).toEqual([
      '✘ example.com:8080 Connection refused after 3 attempts in 10.1 s (192.0.2.7) - fault: target',
      '    No service listening on the target port',
      '    - Verify the service is running on the target host',
      '    - Check if the correct port is being used',
      '    - Ensure the service is bound to the correct interface',
    ])
  })

  it('shows the dead address behind a name', () => {
    expect(lines(ENTRIES.oneDead).slice(0, 4)).toEqual([
      '✘ example.com:5432 Connection timeout in 10.0 s (192.0.2.8, usually PostgreSQL) - fault: network',
      '    No response received within timeout period',
      '    192.0.2.7 connected within 45.0 ms',
      '    192.0.2.8 Connection timeout in 10.0 s - fault: network',
    ])
  })

  it('names the rule of the policy, and no time for what was not sent', () => {
    expect(lines(ENTRIES.denied)).toEqual([
      '✘ 10.0.0.1:8080 Denied by policy - fault: policy',
      '    The policy of this machine does not allow this check',
      '    cause: deny 10.0.0.0/8',
      '    - No packet was sent: the policy does not allow this address and port',
    ])
  })

  it('puts the cause of a failure into words', () => {
    expect(lines(ENTRIES.nameServerDown)[2]).toBe(
      '    cause: the name server did not answer in time',
    )
  })

  it("gives the system's code where the failure is not known", () => {
    expect(lines(ENTRIES.strange)[0]).toBe(
      '✘ example.com:8080 Strange error in 1.2 ms (EWEIRD) - fault: local',
    )
  })

  it('puts the name of a task first', () => {
    expect(lines(ENTRIES.namedTask)[0]).toMatch(/^✔ check_web: example\.com:80 connected in /)
  })

  it('reports results that are no check, and tasks without a result', () => {
    expect(lines({ name: 'a', result: { speed: 3 }, succeeded: true })).toEqual([
      '✔ a: {"speed":3}',
    ])
    expect(lines(ENTRIES.otherFailed)).toEqual(['✘ other: Too much'])
    expect(lines(ENTRIES.broken)).toEqual(['✘ broken: out of order'])
  })

  it('colours the mark, hints and advice where colours are on', () => {
    const text = humanReporter({ kind: 'one', colors: true }).add(ENTRIES.denied)
    expect(text).toContain('\u001b[31m✘\u001b[0m 10.0.0.1:8080')
    expect(text).toContain('\u001b[2m- No packet was sent')
  })

  it('says the advice of a failure once among tasks, and each time where everything is asked for', () => {
    const advice = (verbose: boolean) => {
      const reporter = humanReporter({ kind: 'tasks', colors: false, verbose })
      const text = [ENTRIES.refused, ENTRIES.noName, ENTRIES.refused].map(reporter.add).join('')
      return text.match(/- Verify the service|No service listening/g)?.length
    }
    expect(advice(false)).toBe(2)
    expect(advice(true)).toBe(4)
  })

  it('says by how much a connection was slower than expected', () => {
    const { result } = ENTRIES.connected
    const details = { ...result.details, slow: true, expected_response_time: 0.009 } as const
    expect(lines({ result: { ...result, details } })[1]).toBe(
      '    36.0 ms slower than the expected 9.0 ms',
    )
  })

  describe('ends', () => {
    const end = (entries: readonly ReportEntry[], summary: ReportSummary) => {
      const reporter = humanReporter({ kind: 'many', colors: false })
      for (const entry of entries) reporter.add(entry)
      return reporter.end(summary)
    }

    it('with the counts of several checks', () => {
      const entries = [ENTRIES.connected, ENTRIES.refused, ENTRIES.denied]
      expect(end(entries, { durationMs: 12_345 })).toBe(
        '3 checks: 1 succeeded, 1 failed, 1 denied by policy in 12.3 s\n',
      )
    })

    it('with nothing for a single one', () => {
      expect(end([ENTRIES.connected], {})).toBe('')
    })

    it('with a word of the interruption', () => {
      expect(end([ENTRIES.connected], { interrupted: true })).toBe(
        '1 check, then interrupted: 1 succeeded\n',
      )
    })
  })
})
