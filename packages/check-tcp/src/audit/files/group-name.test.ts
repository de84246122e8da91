import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { groupName } from './group-name.js'

it('is what group(5) calls a group, and its number where it does not say', () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  try {
    const file = join(folder, 'group')
    writeFileSync(file, 'root:x:0:\n+nis\nadm:x:4:syslog,joe\nsyslog:x:104:\n')
    expect([0, 4, 104, 10, 1].map((gid) => groupName(gid, file))).toEqual([
      'root',
      'adm',
      'syslog',
      '10',
      '1',
    ])
    expect(groupName(4, join(folder, 'none'))).toBe('4')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
