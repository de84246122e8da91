import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { denyNetworks } from '../policy.js'
import { ADDRESS_CLASSES } from './address-classes.js'

/** The first and the last address of every block, and what lies right before and behind it. */
const BOUNDS = {
  loopback: {
    inside: ['127.0.0.0', '127.255.255.255', '::1'],
    outside: ['126.255.255.255', '128.0.0.0', '::2'],
  },
  'link-local': {
    inside: ['169.254.0.0', '169.254.255.255', 'fe80::', 'febf:ffff::1'],
    outside: ['169.253.255.255', '169.255.0.0', 'fe7f:ffff::1', 'fec0::'],
  },
  multicast: {
    inside: ['224.0.0.0', '239.255.255.255', 'ff00::', 'ffff::1'],
    outside: ['223.255.255.255', '240.0.0.0', 'feff:ffff::1'],
  },
  broadcast: { inside: ['255.255.255.255'], outside: ['255.255.255.254'] },
  unspecified: { inside: ['0.0.0.0', '0.255.255.255', '::'], outside: ['1.0.0.0', '::100:0'] },
  private: {
    inside: [
      '10.0.0.0',
      '10.255.255.255',
      '172.16.0.0',
      '172.31.255.255',
      '192.168.0.0',
      '192.168.255.255',
      'fc00::',
      'fdff:ffff::1',
    ],
    outside: [
      '9.255.255.255',
      '11.0.0.0',
      '172.15.255.255',
      '172.32.0.0',
      '192.167.255.255',
    ].concat(['192.169.0.0', 'fbff:ffff::1', 'fe00::']),
  },
  'shared-address-space': {
    inside: ['100.64.0.0', '100.127.255.255'],
    outside: ['100.63.255.255', '100.128.0.0'],
  },
  metadata: {
    inside: ['169.254.169.254', '169.254.170.2', '100.100.100.200', 'fd00:ec2::254'],
    outside: ['169.254.169.253', '169.254.170.1', '100.100.100.201', 'fd00:ec2::253'],
  },
} as const

describe('ADDRESS_CLASSES', () => {
  it('are those whose bounds are held here', () => {
    expect(Object.keys(ADDRESS_CLASSES)).toEqual(Object.keys(BOUNDS))
  })

  it.each(Object.entries(BOUNDS))(
    '%s has its addresses, and not those next to them',
    (name, bounds) => {
      const isIn = (text: string) => {
        const address = parseIpAddress(text)
        if (!address) throw new Error(`${text} is no address`)
        return !denyNetworks([name]).decide(address, 80, { name: undefined }).allowed
      }
      expect(bounds.inside.filter((text) => !isIn(text))).toEqual([])
      expect(bounds.outside.filter(isIn)).toEqual([])
    },
  )
})
