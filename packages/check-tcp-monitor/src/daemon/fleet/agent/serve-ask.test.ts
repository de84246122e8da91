import { createChecker, type ValidCheck, validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { failedBy, scriptedEngine } from '../../../../../check-tcp/test/support/scripted-parts.js'
import { checkOf } from '../../../../test/support/served-monitor.js'
import type { Evidence } from '../../../core/wire/evidence.js'
import { type ExplainTarget, serveAsk } from './serve-ask.js'

/** Nothing is sent: everything is refused. */
const engine = scriptedEngine('node', failedBy('ECONNREFUSED'))
const own = () => createChecker({ engine, authorisation: 'the config of the monitor' })
const other = () => createChecker({ engine })

const { signal } = new AbortController()
const target = (port: number) => validateCheck({ host: '192.0.2.7', port })
const ask = (parameters: ValidCheck, adHoc?: ReturnType<typeof other>) => {
  const checks = [{ ...checkOf('web', 1), parameters: target(443) }]
  const options = { location: 'fra', checker: own(), checks, adHoc, signal }
  return serveAsk({ kind: 'check', parameters }, options)
}

describe('what an agent answers that is asked for a check', () => {
  it('is the result, where one of its own checks has the target', async () => {
    expect(await ask(target(443))).toMatchObject({
      kind: 'result',
      result: { port: 443, details: { failure: 'refused' } },
    })
  })

  it('is why not, where none of them has it and its machine does not allow others', async () => {
    expect(await ask(target(80))).toEqual({
      kind: 'refused',
      because:
        'no check of fra has the target 192.0.2.7:80, and its agent takes no other: `ad_hoc: true` in its agent.yaml allows that',
    })
  })

  it('is what a look finds, of the same targets', async () => {
    const evidence = { location: 'fra', reason: 'because' } as Evidence
    const looked: unknown[] = []
    const explain: ExplainTarget = async ({ id, parameters }, isOwn) => {
      looked.push([id, parameters.port, isOwn])
      return evidence
    }
    const checks = [{ ...checkOf('web', 1), parameters: target(443) }]
    const options = { location: 'fra', checker: own(), checks, explain, signal }
    const look = (port: number, adHoc?: ReturnType<typeof other>) =>
      serveAsk({ kind: 'explain_target', parameters: target(port) }, { ...options, adHoc })
    expect(await look(443)).toEqual({ kind: 'evidence', evidence })
    expect(await look(80)).toMatchObject({ kind: 'refused' })
    expect(await look(80, other())).toEqual({ kind: 'evidence', evidence })
    expect(looked).toEqual([
      ['web', 443, true],
      ['asked for by the hub', 80, false],
    ])
  })

  it('is the result of other targets where its machine allows them, but not of a scan', async () => {
    const checker = other()
    const answers = []
    for (let port = 1; port <= 101; port++) answers.push(await ask(target(port), checker))
    const failures = answers.map((each) => each.kind === 'result' && each.result.details.failure)
    expect(failures.slice(0, 100)).toEqual(Array(100).fill('refused'))
    expect(failures[100]).toBe('denied_by_policy')
    // Its own checks are none.
    expect(await ask(target(443), checker)).toMatchObject({
      result: { details: { failure: 'refused' } },
    })
  })
})
