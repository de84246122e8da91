import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { partPath } from './layout.js'
import { LogWriter } from './log-writer.js'

it('a log that ends at any byte of its last file is read up to its last whole entry, and goes on there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  const lines = ['{"kind":"a"}', '{"kind":"ü"}', '{"kind":"c"}']
  const file = Buffer.from(`${lines.join('\n')}\n`)
  try {
    for (let length = 0; length <= file.length; length++) {
      const directory = join(folder, String(length))
      mkdirSync(directory)
      const path = partPath(directory, 'entries', 0)
      writeFileSync(path, file.subarray(0, length))
      const whole = file.subarray(0, file.subarray(0, length).lastIndexOf(10) + 1)
      const left = whole.toString('utf8').split('\n').slice(0, -1)

      const writer = new LogWriter(directory, 4_096, { syncs: true })
      expect(await writer.begin(undefined), `${length} bytes`).toBe(length - whole.length)
      expect(readFileSync(path)).toEqual(whole)
      await writer.append(['{"kind":"next"}'], { sync: true })
      await writer.close()
      const expected = new CompactRange()
      for (const line of [...left, '{"kind":"next"}']) expected.append(leafHash(line))
      expect(writer.range.root()).toEqual(expected.root())
      expect(readFileSync(path, 'utf8')).toBe(`${whole}{"kind":"next"}\n`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
