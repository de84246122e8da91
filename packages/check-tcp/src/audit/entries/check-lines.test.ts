// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import { describe, expect, it } from 'vitest'
import { sampleCheck } from '../../../test/audit/sample-check.js'
import { type AuditedCheck, CheckLines } from './check-lines.js'

const WHO = '{"pid":7}'
const sample = sampleCheck(5432)
const { host: _host, port: _port, ...TOLD } = sample.parameters
const lines = () => new CheckLines(WHO)
const entryOf = (line: string) => JSON.parse(line)

/** A check with other parameters. */
const withParameters = (parameters: object): AuditedCheck => ({
  ...sample,
  parameters: { ...sample.parameters, ...parameters },
})

/** What is recorded of the outcome of a check with these details. */
function outcome(result: object, details: object) {
  const whole = { ...sample.result, ...result, details: { attempts: [], ...details } }
  return entryOf(lines().line({ ...sample, result: whole } as unknown as AuditedCheck)).outcome
}

/** What is recorded of the addresses of a check whose attempts tried these. */
function addresses(...attempts: readonly (readonly string[])[]) {
  const tried = attempts.map((all) => ({ addresses: all.map((address) => ({ address })) }))
  const result = { ...sample.result, details: { attempts: tried } }
  return entryOf(lines().line({ ...sample, result } as unknown as AuditedCheck)).what.addresses
}

describe('the parameters of a check in its line', () => {
  const told = (line: string) => entryOf(line).what.parameters

  it('are without the target, and without what is not set', () => {
    const what = entryOf(lines().line(withParameters({ interface: undefined }))).what
    expect(what).toEqual({
      ...{ host: '192.0.2.7', port: 5432, addresses: ['192.0.2.7'], parameters: TOLD },
    })
  })

  it('have of what is sent and awaited only how many bytes it is', () => {
    const line = lines().line(withParameters({ send: 'ü', receive: 'geheim' }))
    expect(line).not.toContain('geheim')
    expect(told(line)).toEqual({ ...TOLD, send_bytes: 2, receive_bytes: 6 })
  })

  it('are those of each check, whatever check came before', () => {
    const writer = lines()
    const checks: [object, object, object?][] = [
      [{}, {}],
      [{ port: 1 }, {}, { port: 1 }],
      [{ host: 'other' }, {}, { host: 'other' }],
      [{ timeout: 3 }, { timeout: 3 }],
      [
        { timeout: 3, send: 'x' },
        { timeout: 3, send_bytes: 1 },
      ],
      [{ timeout: 3 }, { timeout: 3 }],
      [{}, {}],
    ]
    for (const [parameters, expected, target = {}] of checks) {
      const { what } = entryOf(writer.line(withParameters(parameters)))
      expect(what.parameters).toEqual({ ...TOLD, ...expected })
      expect(what).toMatchObject({ host: '192.0.2.7', port: 5432, ...target })
    }
  })

  it('are put into words once where checks differ in their targets and reasons alone', () => {
    let times = 0
    const tls = {
      toJSON() {
        times++
        return {}
      },
    }
    const writer = lines()
    for (const why of [sample.why, {}]) {
      for (const target of [{ port: 1 }, { port: 2 }, { host: 'other' }]) {
        const check = withParameters({ tls, ...target })
        expect(told(writer.line({ ...check, why }))).toEqual({ ...TOLD, tls: {} })
      }
    }
    expect(times).toBe(1)
  })

  it('have references where texts came from the environment, for that check alone', () => {
    const writer = lines()
    const written = { parameters: { host: '${DB}', timeout: '${T}' } }
    const why = { task: { name: 'x', written } }
    const { what, why: because } = entryOf(writer.line({ ...sample, why }))
    expect(what).toMatchObject({ host: '${DB}', parameters: { ...TOLD, timeout: '${T}' } })
    expect(because).toEqual({ task: { name: 'x' } })
    expect(told(writer.line(sample))).toEqual(TOLD)
    expect(told(writer.line({ ...sample, why: { task: { name: 'x', written: {} } } }))).toEqual(
      TOLD,
    )
  })
})

describe('the outcome of a check in its line', () => {
  const common = { attempts: 1, response_time: 0.001 }

  it('says no more than that where there was a connection', () => {
    expect(outcome({ status: 'ok', connected: true }, {})).toEqual({
      ...{ status: 'ok', connected: true, ...common },
    })
  })

  it('says what failed, whose fault it was and by what code, as far as is known', () => {
    const failed = { status: 'error', connected: false, ...common }
    const refused = { failure: 'refused', fault: 'target', code: 'ECONNREFUSED' }
    expect(outcome({}, refused)).toEqual({ ...failed, ...refused })
    expect(outcome({}, { failure: 'timeout' })).toEqual({ ...failed, failure: 'timeout' })
  })

  it('says the cause where the policy denied it, and of nothing else', () => {
    const denied = { failure: 'denied_by_policy', cause: 'rule 3' }
    expect(outcome({}, denied)).toMatchObject(denied)
    expect(outcome({}, { failure: 'denied_by_policy' })).not.toHaveProperty('cause')
    expect(outcome({}, { failure: 'refused', cause: 'banner: secret' })).not.toHaveProperty('cause')
  })
})

describe('the addresses of a check in its line', () => {
  it('are those of all attempts, each once', () => {
    expect(addresses()).toEqual([])
    expect(addresses([])).toEqual([])
    expect(addresses(['a', 'b'])).toEqual(['a', 'b'])
    expect(addresses(['a', 'b'], ['b', 'c'], ['a'])).toEqual(['a', 'b', 'c'])
  })
})
