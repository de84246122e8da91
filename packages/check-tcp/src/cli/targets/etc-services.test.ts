import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findInEtcServices } from './etc-services.js'

const SERVICES = `
# comment
ntp\t\t123/udp
zabbix-agent\t10050/tcp\t\tagent zbx	# comment tcp
zabbix-agent\t10051/udp
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  writeFileSync(join(folder, 'services'), SERVICES)
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('findInEtcServices', () => {
  it.each([
    ['zabbix-agent', 10_050],
    ['zbx', 10_050],
    ['ntp', undefined],
    ['comment', undefined],
    ['', undefined],
  ])('finds the TCP port of %j', (name, port) => {
    expect(findInEtcServices(name, join(folder, 'services'))).toBe(port)
  })

  it('finds nothing where the file is missing', () => {
    expect(findInEtcServices('ssh', join(folder, 'missing'))).toBeUndefined()
  })
})
