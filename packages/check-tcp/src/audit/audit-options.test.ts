import { describe, expect, it } from 'vitest'
import { type AuditOptions, checkAuditOptions } from './audit-options.js'

const check = (options: object) => () =>
  checkAuditOptions({ directory: 'log', ...options } as AuditOptions)

describe('the options of an audit log', () => {
  it.each([
    {},
    { mode: 'strict' },
    { mode: 'relaxed' },
    { checkpointInterval: 1, segmentBytes: 4_096, retentionDays: 1 },
    { checkpointInterval: 86_400, segmentBytes: 1_073_741_824, retentionDays: 36_500 },
    { checkpointInterval: undefined, segmentBytes: undefined, retentionDays: undefined },
  ])('may be %j', (options) => {
    expect(check(options)).not.toThrow()
  })

  it.each([
    [{ directory: '' }, '`directory` of an audit log must be a path'],
    [{ directory: undefined }, '`directory` of an audit log must be a path'],
    [{ directory: ['log'] }, '`directory` of an audit log must be a path'],
    [{ mode: 'lax' }, '`mode` of an audit log must be one of strict, relaxed'],
    [{ mode: '' }, '`mode` of an audit log must be one of strict, relaxed'],
  ])('may not be %j', (options, told) => {
    expect(check(options)).toThrow(new RangeError(told))
  })

  it.each([
    ['checkpointInterval', 1, 86_400],
    ['segmentBytes', 4_096, 1_073_741_824],
    ['retentionDays', 1, 36_500],
  ])('have a %s from %i to %i, whole', (name, min, max) => {
    const told = new RangeError(
      `\`${name}\` of an audit log must be an integer from ${min} to ${max}`,
    )
    for (const value of [min - 1, max + 1, min + 0.5, String(min), null, Number.NaN]) {
      expect(check({ [name]: value }), String(value)).toThrow(told)
    }
  })
})
