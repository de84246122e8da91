import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHostsFile } from './hosts-file.js'

describe('openHostsFile', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    path = join(folder, 'hosts')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const texts = (name: string) =>
    openHostsFile(path)
      .find(name)
      ?.map(({ text }) => text)

  it('finds every address of a name, whatever the case and the comments', () => {
    writeFileSync(
      path,
      '# x\n192.0.2.1  db.example DB # 192.0.2.9 no\n2001:DB8::1 db\n192.0.2.1 db\nnonsense db\n',
    )
    expect(texts('db')).toEqual(['192.0.2.1', '2001:db8::1'])
    expect(texts('db.example.')).toEqual(['192.0.2.1'])
    expect(texts('other')).toBeUndefined()
  })

  it('reads the file again when it has changed', () => {
    writeFileSync(path, '192.0.2.1 db\n')
    const hosts = openHostsFile(path)
    expect(hosts.find('db')).toHaveLength(1)
    writeFileSync(path, '192.0.2.1 db\n192.0.2.2 db\n')
    expect(hosts.find('db')).toHaveLength(2)
    rmSync(path)
    expect(hosts.find('db')).toBeUndefined()
  })

  it('takes localhost as this machine where the file is silent, and as the file says where it is not', () => {
    expect(texts('localhost')).toEqual(['127.0.0.1', '::1'])
    expect(texts('a.localhost.')).toEqual(['127.0.0.1', '::1'])
    writeFileSync(path, '127.0.0.1 localhost\n')
    expect(texts('localhost')).toEqual(['127.0.0.1'])
  })
})
