import { describe, expect, it } from 'vitest'
import { ENTRIES, HOSTILE } from '../../../test/report/entries.js'
import type { ReportEntry } from '../reporter.js'
import { textWidth } from '../text/text-width.js'
import { matrixReporter } from './matrix.js'

/** An entry with another target. */
function at(entry: ReportEntry, host: string, port: number): ReportEntry {
  return { result: Object.assign({}, entry.result, { host, port }) }
}

function render(entries: readonly ReportEntry[], colors = false, columns = 80): string {
  const reporter = matrixReporter({ colors, columns })
  const parts = entries.map((entry) => reporter.add(entry))
  return reporter.start() + parts.join('') + reporter.end({ durationMs: 120 })
}

/** What is said of refused connections under a table. */
const REFUSED = [
  '✘ Connection refused - fault: target',
  '    No service listening on the target port',
  '    - Verify the service is running on the target host',
  '    - Check if the correct port is being used',
  '    - Ensure the service is bound to the correct interface',
]

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
        ...REFUSED,
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

  it('gives hosts that failed alike one row', () => {
    const hosts = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.7']
    const entries = hosts.flatMap((host, index) => [
      at(ENTRIES.refused, host, 22),
      at(index === 0 ? ENTRIES.connected : ENTRIES.oneDead, host, 80),
    ])
    expect(render(entries).split('\n').slice(0, 3)).toEqual([
      'host                  22       80',
      '10.0.0.1              refused  45.0 ms',
      '10.0.0.2-3, 10.0.0.7  refused  timeout',
    ])
  })

  it('prints the ports of one host down the page: open ones each, failures as ranges', () => {
    const ports = Array.from({ length: 11 }, (_, index) => 8000 + index)
    const entries = ports.map((port) =>
      at(port === 8003 ? ENTRIES.connected : ENTRIES.refused, 'localhost', port),
    )
    expect(render([...entries, at(ENTRIES.connected, 'localhost', 22)]).split('\n')).toEqual([
      'localhost',
      'port                  answer              connect time',
      '8003                  connected           45.0 ms',
      '22                    connected           45.0 ms       SSH',
      '8000-8002, 8004-8010  Connection refused',
      ...REFUSED,
      '12 checks: 2 succeeded, 10 failed in 120 ms',
      '',
    ])
  })

  it('says shortly what came of each port where the screen is narrow', () => {
    const entries = [22, 8000, 8001, 8002].map((port) =>
      at(port === 22 ? ENTRIES.connected : ENTRIES.noName, 'localhost', port),
    )
    expect(render(entries, false, 40).split('\n').slice(1, 4)).toEqual([
      'port       answer        connect time',
      '22         connected     45.0 ms',
      '8000-8002  no such host',
    ])
  })

  it('has a table for each host where the ports do not fit side by side', () => {
    const ports = Array.from({ length: 40 }, (_, index) => 8000 + 2 * index)
    const entries = ['a', 'b'].flatMap((host) =>
      ports.map((port) =>
        at(host === 'a' && port < 8004 ? ENTRIES.connected : ENTRIES.refused, host, port),
      ),
    )
    const lines = render(entries).split('\n')
    expect(lines[0]).toBe('a')
    expect(lines.slice(1, 4).map((line) => line.split(/ {2,}/))).toEqual([
      ['port', 'answer', 'connect time'],
      ['8000', 'connected', '45.0 ms'],
      ['8002', 'connected', '45.0 ms'],
    ])
    expect(lines).toContain('b')
  })

  it.each([40, 80, 100, 200])(
    'never wraps at %i columns, whatever the hosts are called',
    (columns) => {
      const hosts = [
        `${'very-long-name.'.repeat(16)}example`,
        '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1',
        '例え'.repeat(20),
      ]
      const failures = [ENTRIES.refused, ENTRIES.oneDead, ENTRIES.noName, ENTRIES.exhausted]
      for (const width of [1, 3, 40]) {
        const entries = hosts.flatMap((host) =>
          Array.from({ length: width }, (_, index) =>
            at(failures[index % failures.length] ?? ENTRIES.connected, host, 1 + 3 * index),
          ),
        )
        const [table = ''] = render(entries, false, columns).split('✘')
        for (const line of table.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(columns)
      }
    },
  )

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
