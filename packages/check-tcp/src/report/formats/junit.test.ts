import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import type { ReportEntry, ReportSummary } from '../reporter.js'
import { junitReporter } from './junit.js'

function report(entries: readonly ReportEntry[], summary: ReportSummary = {}): string {
  const reporter = junitReporter()
  return (
    reporter.start() + entries.map((entry) => reporter.add(entry)).join('') + reporter.end(summary)
  )
}

describe('the junit report', () => {
  it('has counts, times, failures of the target and errors of this machine', () => {
    const { connected, refused, exhausted } = ENTRIES
    expect(report([connected, refused, exhausted], { durationMs: 10_200 })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="check-tcp" tests="3" failures="1" errors="1" time="10.200000">
  <testsuite name="check-tcp" tests="3" failures="1" errors="1" skipped="0" time="10.200000">
    <testcase name="example.com:80" classname="check_tcp_connection" time="0.045000"/>
    <testcase name="example.com:8080" classname="check_tcp_connection" time="10.123000">
      <failure type="refused" message="Connection refused">example.com:8080: Connection refused (fault: target)
- Verify the service is running on the target host
- Check if the correct port is being used
- Ensure the service is bound to the correct interface</failure>
    </testcase>
    <testcase name="example.com:8080" classname="check_tcp_connection" time="0.001200">
      <error type="local_resources" message="Local resources exhausted">example.com:8080: Local resources exhausted (fault: local)
every source port is in use towards this target
- This machine ran out of descriptors, memory, threads or ephemeral ports, so this says nothing about the target
- Run fewer checks at once, or raise the limit (\`ulimit -n\`, \`ulimit -u\`, net.ipv4.ip_local_port_range)</error>
    </testcase>
  </testsuite>
</testsuites>
`,
    )
  })

  it.each([
    ['oneDead', 'failure'],
    ['noName', 'failure'],
    ['nameServerDown', 'failure'],
    ['otherFailed', 'failure'],
    ['denied', 'error'],
    ['cancelled', 'error'],
    ['broken', 'error'],
  ] as const)('counts %s as a %s', (key, kind) => {
    expect(report([ENTRIES[key]])).toContain(`      <${kind} type=`)
  })

  it('escapes markup and replaces what XML forbids', () => {
    const name = `<&>"' \u0000 \ud800 \ufffe`
    expect(report([{ ...ENTRIES.namedTask, name }])).toContain(
      'name="&lt;&amp;&gt;&quot;&apos; \\x00 \ufffd \ufffd"',
    )
  })

  it('tells of an interruption', () => {
    expect(report([], { interrupted: true })).toContain(
      '<system-err>Interrupted before the end</system-err>',
    )
  })
})
