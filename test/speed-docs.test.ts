import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const RESULTS = resolve(ROOT, 'bench/results')

describe('the reference of speed', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-speed-'))
    const { status, stderr } = spawnSync(process.execPath, ['scripts/bench-docs.mjs', folder], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(['speed.md', 'speed.svg'])(
    '%s is what `node scripts/bench-docs.mjs` writes from the results',
    (file) => {
      const committed = readFileSync(resolve(ROOT, 'docs/reference', file), 'utf8')
      expect(committed).toBe(readFileSync(join(folder, file), 'utf8'))
    },
  )

  it('shows the table of every result, figure by figure', () => {
    const speed = readFileSync(join(folder, 'speed.md'), 'utf8')
    const tables = readdirSync(RESULTS).filter((file) => file.endsWith('.md'))
    expect(tables.length).toBeGreaterThan(0)
    for (const file of tables) {
      const text = readFileSync(join(RESULTS, file), 'utf8')
      expect(speed, file).toContain(text.slice(text.indexOf('\n|')).trim())
    }
  })
})
