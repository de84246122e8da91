import { describe, expect, it } from 'vitest'
import { candidates, parseResolvConf } from './resolv-conf.js'

describe('parseResolvConf', () => {
  it('reads the search domains and ndots, the last line counting', () => {
    const text =
      'domain old.example\nnameserver 192.0.2.53 # first\nsearch a.example b.example.\noptions timeout:1 ndots:5 ; x\n'
    expect(parseResolvConf(text)).toEqual({
      search: ['a.example', 'b.example'],
      ndots: 5,
      timeout: 1,
      attempts: undefined,
      noAaaa: false,
    })
  })

  it('has no search domains and one dot where nothing is said', () => {
    expect(parseResolvConf('')).toEqual({
      search: [],
      ndots: 1,
      timeout: undefined,
      attempts: undefined,
      noAaaa: false,
    })
  })

  it('reads that IPv6 addresses are not asked for', () => {
    expect(parseResolvConf('options ndots:2 no-aaaa')).toMatchObject({ ndots: 2, noAaaa: true })
  })

  it('limits the options as the system does', () => {
    expect(parseResolvConf('options ndots:99 timeout:99 attempts:99')).toMatchObject({
      ndots: 15,
      timeout: 30,
      attempts: 5,
    })
  })
})

describe('candidates', () => {
  const conf = { search: ['a.example', 'b.example'], ndots: 2 }

  it('tries a short name in the search domains first', () => {
    expect(candidates('db.one', conf)).toEqual(['db.one.a.example', 'db.one.b.example', 'db.one'])
  })

  it('tries a name with enough dots as it stands first', () => {
    expect(candidates('db.one.two', conf)[0]).toBe('db.one.two')
  })

  it('takes a name with a final dot as it stands alone', () => {
    expect(candidates('db.', conf)).toEqual(['db.'])
  })
})
