import { describe, expect, it } from 'vitest'
import { readPing } from './echo.js'

describe('what ping printed', () => {
  it('is an answer with its least round trip and its TTL', () => {
    const stdout = `PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.
64 bytes from 192.0.2.2: icmp_seq=1 ttl=63 time=1.25 ms
64 bytes from 192.0.2.2: icmp_seq=2 ttl=63 time=0.51 ms`
    expect(readPing(stdout, '')).toEqual({ answered: true, round_trip: 0.00051, ttl: 63 })
  })

  it('is silence, with what a router said', () => {
    const said = 'From 192.0.2.254 icmp_seq=1 Destination Net Unreachable'
    expect(readPing(`PING 203.0.113.7\n${said}\n`, '')).toEqual({ answered: false, said })
    expect(readPing('PING 203.0.113.7\n', '')).toEqual({ answered: false })
  })

  it('is not asked where ping lacks its right', () => {
    const stderr = 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted'
    expect(readPing('', 'ping: socket: Operation not permitted')).toHaveProperty('because')
    expect(readPing('', stderr)).toHaveProperty('because')
  })
})
