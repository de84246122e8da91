import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemKnowsMore } from './name-service-switch.js'

describe.runIf(process.platform === 'linux')('systemKnowsMore', () => {
  it.each([
    ['hosts: files dns', 'db.local', false],
    ['hosts: files mdns4_minimal [NOTFOUND=return] dns', 'printer.local', true],
    ['hosts: files mdns4_minimal [NOTFOUND=return] dns', 'db.example', false],
    ['hosts: files ldap dns # x', 'db.example', true],
    ['passwd: files ldap', 'db.example', false],
  ])('%s, %s: %s', (line, name, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    writeFileSync(join(folder, 'nsswitch.conf'), `group: files\n${line}\n`)
    expect(systemKnowsMore(name, join(folder, 'nsswitch.conf'))).toBe(expected)
    rmSync(folder, { recursive: true })
  })
})
