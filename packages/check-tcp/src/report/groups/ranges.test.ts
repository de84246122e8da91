import { describe, expect, it } from 'vitest'
import { hostRanges, portRanges } from './ranges.js'

describe('ranges', () => {
  it('of ports come in order, neighbours together', () => {
    expect(portRanges([8005, 8000, 8001, 8002, 8001, 8006])).toEqual(['8000-8002', '8005-8006'])
  })

  it('of addresses are short within one network and whole across two', () => {
    expect(hostRanges(['10.0.0.9', '10.0.0.10', '10.0.0.4'])).toEqual(['10.0.0.4', '10.0.0.9-10'])
    expect(hostRanges(['10.0.0.255', '10.0.1.0'])).toEqual(['10.0.0.255-10.0.1.0'])
    expect(hostRanges(['2001:db8::ff', '2001:db8::100'])).toEqual(['2001:db8::ff-2001:db8::100'])
  })

  it('leave names, zones and other spellings as they are, and never join the two families', () => {
    expect(hostRanges(['web', 'fe80::1%eth0', '255.255.255.255', '::'])).toEqual([
      '255.255.255.255',
      '::',
      'web',
      'fe80::1%eth0',
    ])
  })
})
