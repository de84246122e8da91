import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readNameServiceSwitch } from './name-service-switch.js'

describe.runIf(process.platform === 'linux')('nsswitch.conf', () => {
  it.each([
    ['hosts: files dns', 'db.local', { files: 'first', dns: true, more: false }],
    ['hosts: files', 'db.example', { files: 'first', dns: false, more: false }],
    ['hosts: dns', 'db.example', { files: 'never', dns: true, more: false }],
    ['hosts: dns files', 'db.example', { files: 'last', dns: true, more: false }],
    [
      'hosts: files [NOTFOUND=return] dns',
      'db.example',
      { files: 'first', dns: false, more: false },
    ],
    ['hosts: files [SUCCESS=return] dns', 'db.example', { files: 'first', dns: true, more: false }],
    [
      'hosts: files [!SUCCESS=return] dns',
      'db.example',
      { files: 'first', dns: false, more: false },
    ],
    ['hosts:files[notfound=return]dns', 'db.example', { files: 'first', dns: false, more: false }],
    [
      'hosts: files mdns4_minimal [NOTFOUND=return] dns',
      'printer.local',
      { files: 'first', dns: false, more: true },
    ],
    [
      'hosts: files mdns4_minimal [NOTFOUND=return] dns',
      'db.example',
      { files: 'first', dns: true, more: false },
    ],
    ['hosts: files ldap dns # x', 'db.example', { files: 'first', dns: true, more: true }],
    [
      'hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns',
      'db.example',
      { files: 'first', dns: true, more: true },
    ],
    ['passwd: files ldap', 'db.example', { files: 'first', dns: true, more: false }],
  ])('%s, %s: %j', (line, name, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    writeFileSync(join(folder, 'nsswitch.conf'), `group: files\n${line}\n`)
    expect(readNameServiceSwitch(name, join(folder, 'nsswitch.conf'))).toEqual(expected)
    rmSync(folder, { recursive: true })
  })
})
