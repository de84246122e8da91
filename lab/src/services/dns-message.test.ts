import { describe, expect, it } from 'vitest'
import { readQuestion, writeResponse } from './dns-message.js'

/** A query for the AAAA records of `Name.test`, with number 0x1234, as c-ares sends it. */
const QUERY = Buffer.from('12340100000100000000000004' + '4e616d650474657374' + '00001c0001', 'hex')

describe('DNS messages', () => {
  it('reads number, name and type of a query', () => {
    expect(readQuestion(QUERY)).toMatchObject({ id: 0x1234, name: 'name.test', type: 28 })
  })

  it('writes IPv6 addresses in full, after the question as it came', () => {
    const response = writeResponse(readQuestion(QUERY), {
      code: 'NOERROR',
      addresses: ['2001:db8::7'],
    })
    expect(response.subarray(0, 12).toString('hex')).toBe('123481800001000100000000')
    expect(response.subarray(12, QUERY.length)).toEqual(QUERY.subarray(12))
    expect(response.subarray(-16).toString('hex')).toBe('20010db8000000000000000000000007')
  })

  it('writes the response code, and the number of another query where asked', () => {
    const response = writeResponse(readQuestion(QUERY), { id: 7, code: 'SERVFAIL' })
    expect(response.subarray(0, 4).toString('hex')).toBe('00078182')
  })
})
