import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ENTRIES } from '../../../test/report/entries.js'
import { tapReporter } from './tap.js'

describe('the tap report', () => {
  it('has its version first, a diagnostic block under each failure, and the plan last', () => {
    const reporter = tapReporter()
    const text = [
      reporter.start(),
      reporter.add(ENTRIES.namedTask),
      reporter.add(ENTRIES.denied),
      reporter.end({}),
    ]
    expect(text.join('')).toBe(`TAP version 14
ok 1 - check_web: example.com:80
not ok 2 - 10.0.0.1:8080
  ---
  message: "Denied by policy"
  severity: fail
  failure: "denied_by_policy"
  fault: "policy"
  cause: "deny 10.0.0.0/8"
  attempts: 1
  response_time: 0.0012
  advice:
    - "No packet was sent: the policy does not allow this address and port"
  ...
1..2
`)
  })

  it('writes diagnostics that are YAML, whatever is in them', () => {
    for (const entry of Object.values(ENTRIES)) {
      const block = / {2}---\n([\s\S]*?) {2}\.\.\.\n/.exec(tapReporter().add(entry))?.[1]
      if (block !== undefined) expect(parse(block)).toMatchObject({ severity: 'fail' })
    }
  })

  it('escapes what would begin a directive', () => {
    const text = tapReporter().add({ ...ENTRIES.namedTask, name: 'a # TODO \\' })
    expect(text).toBe('ok 1 - a \\# TODO \\\\: example.com:80\n')
  })

  it('bails out where it was interrupted', () => {
    expect(tapReporter().end({ interrupted: true })).toBe('Bail out! Interrupted\n')
  })
})
