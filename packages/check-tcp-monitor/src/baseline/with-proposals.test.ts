import { describe, expect, it } from 'vitest'
import type { ProposedValue } from './propose.js'
import { withProposals } from './with-proposals.js'

const BECAUSE = 'from 1000 samples: median 20 ms, p99 22 ms'
const PROPOSAL: readonly ProposedValue[] = [
  { key: 'expected_response_time', value: 0.03, because: BECAUSE },
  { key: 'timeout', value: 4, was: 10, because: BECAUSE },
]

const CONFIG = `# Ours
checks:
  - name: orders # the shop
    plugin: check_tcp_connection
    parameters: { host: db-1.example.com, port: 5432, timeout: 10 }
  - name: other
    plugin: check_tcp_connection
    parameters:
      host: db-2.example.com
      port: 5432
`

describe('a config with proposals', () => {
  it('has them in the parameters, with what was there and from what they come, and is else as it was', () => {
    expect(withProposals(CONFIG, new Map([['orders', PROPOSAL]]))).toEqual({
      text: `# Ours
checks:
  - name: orders # the shop
    plugin: check_tcp_connection
    parameters:
      host: db-1.example.com
      port: 5432
      timeout: 4 # was 10; from 1000 samples: median 20 ms, p99 22 ms
      expected_response_time: 0.03 # from 1000 samples: median 20 ms, p99 22 ms
  - name: other
    plugin: check_tcp_connection
    parameters:
      host: db-2.example.com
      port: 5432
`,
      missing: [],
    })
  })

  it('says which checks do not stand in this file', () => {
    const { text, missing } = withProposals(CONFIG, new Map([['elsewhere', PROPOSAL]]))
    expect(missing).toEqual(['elsewhere'])
    expect(text).toContain('timeout: 10')
  })

  it('says what was where a default or a group said so, and leaves a check alone for which nothing is proposed', () => {
    const proposals = new Map([
      ['orders', []],
      ['other', PROPOSAL],
    ])
    const { text, missing } = withProposals(CONFIG, proposals)
    expect(missing).toEqual([])
    expect(text).toContain('parameters: { host: db-1.example.com, port: 5432, timeout: 10 }')
    expect(text).toContain(`      timeout: 4 # was 10; ${BECAUSE}`)
  })

  it('takes a plain list of tasks', () => {
    const list =
      '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: a\n    port: 1\n'
    expect(withProposals(list, new Map([['a', PROPOSAL]])).text).toContain(
      'timeout: 4 # was 10; from',
    )
  })
})
