import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryLogFolder } from '../../../test/audit/temporary-log-folder.js'
import { partName, readLayout } from './layout.js'

it('the parts of a log are in the order of their entries, and nothing else is one', () => {
  const folder = temporaryLogFolder()
  const part = (kind: 'entries' | 'hashes', first: number) => {
    return { kind, first, name: partName(kind, first) }
  }
  const parts = [part('hashes', 0), part('hashes', 7), part('entries', 10), part('entries', 200)]
  const digits = '0'.repeat(16)
  const others = [
    ...['checkpoint', 'entries', `entries-${digits}`, `entries-${digits}.sha256`],
    ...[`hashes-${digits}.ndjson`, `other-${digits}.ndjson`, `entries-0${digits}.ndjson`],
    ...[`entries-${digits.slice(1)}.ndjson`, `xentries-${digits}.ndjson`],
    `entries-${digits}.ndjson.0123456789abcdef.new`,
    // Its entries count where both are there.
    partName('hashes', 200),
  ]
  for (const name of [...parts.map(({ name }) => name), ...others]) {
    writeFileSync(join(folder.path, name), '')
  }
  expect(readLayout(folder)).toEqual(parts)
  expect(partName('entries', 12)).toBe('entries-0000000000000012.ndjson')
  expect(partName('hashes', 0)).toBe('hashes-0000000000000000.sha256')
})
