import { describe, expect, it } from 'vitest'
import { endpointOf } from './name.js'

describe('a name server as c-ares writes it', () => {
  it.each([
    ['192.0.2.53', '192.0.2.53', 53],
    ['192.0.2.53:5353', '192.0.2.53', 5353],
    ['2001:db8::53', '2001:db8::53', 53],
    ['[2001:db8::53]:5353', '2001:db8::53', 5353],
  ])('%s is %s, port %s', (server, address, port) => {
    const endpoint = endpointOf(server)
    expect(endpoint).toEqual({ address: expect.objectContaining({ text: address }), port })
  })

  it('is nothing where it is no address', () => {
    expect(endpointOf('dns.test')).toBeUndefined()
  })
})
