import { describe, expect, it } from 'vitest'
import { InvalidParametersError } from './invalid-parameters.js'
import { checkTcpConnectionSchema } from './parameters.js'
import { hostOfCheck } from './sealed-check.js'
import { problemsOfCheck, validateCheck } from './valid-check.js'
import { validate } from './validate.js'

const INPUT = { host: 'DB.example.com', port: 5432, tls: { server_name: 'db.example.com' } }

describe('validateCheck', () => {
  it('fills in what the schema fills in, and reads the host', () => {
    const check = validateCheck(INPUT)
    expect(check).toEqual(validate(checkTcpConnectionSchema, INPUT))
    expect(hostOfCheck(check)).toEqual({ kind: 'name', name: 'db.example.com' })
  })

  it('gives what is valid already as it is', () => {
    const check = validateCheck(INPUT)
    expect(validateCheck(check)).toBe(check)
    expect(validate(checkTcpConnectionSchema, check)).toBe(check)
  })

  it('takes a copy for parameters like any other', () => {
    const check = validateCheck(INPUT)
    const copy = { ...check, port: 0 }
    expect(() => validateCheck(copy)).toThrow(InvalidParametersError)
    expect(validateCheck(structuredClone({ ...check }))).not.toBe(check)
    expect(validateCheck(JSON.parse(JSON.stringify(check)))).toEqual(check)
  })

  it('lets nobody change what was validated', () => {
    const check = validateCheck(INPUT)
    expect(() => Object.assign(check, { port: 0 })).toThrow(TypeError)
    expect(() => Object.assign(check.tls as object, { server_name: '' })).toThrow(TypeError)
  })

  it('throws with every problem', () => {
    const input = { host: '', port: 0 }
    expect(problemsOfCheck(input)).toMatchObject([{ key: 'host' }, { key: 'port' }])
    expect(() => validateCheck(input)).toThrow(InvalidParametersError)
  })
})
