import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { routeFromProc } from './route-from-proc.js'

const HEAD = 'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT'
const ROUTES = `${HEAD}
eth0\t00000000\tFE0200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
*\t077100CB\t00000000\t0205\t0\t0\t0\tFFFFFFFF\t0\t0\t0
`

describe('the route in /proc/net/route', () => {
  let folder: string
  const routeTo = (text: string, routes: string) => {
    const file = join(folder, 'route')
    writeFileSync(file, routes)
    const address = parseIpAddress(text)
    return address && routeFromProc(address, file)
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'proc-net-route-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is the narrowest one that fits', () => {
    expect(routeTo('192.0.2.2', ROUTES)).toEqual({ interface: 'eth0' })
    expect(routeTo('198.51.100.2', ROUTES)).toEqual({ interface: 'eth0', gateway: '192.0.2.254' })
  })

  it('is dead where it rejects, and where there is none', () => {
    expect(routeTo('203.0.113.7', ROUTES)).toEqual({ dead: 'unreachable' })
    expect(routeTo('192.0.2.2', `${HEAD}\n`)).toEqual({ dead: 'none' })
  })

  it('says nothing of IPv6', () => {
    expect(routeTo('2001:db8::1', ROUTES)).toBeUndefined()
  })
})
