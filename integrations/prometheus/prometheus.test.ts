import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expressionsOf, metricsOf } from './expressions.js'

const textOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const isInstalled = spawnSync('promtool', ['--version']).error === undefined

/** The reference is generated, and a test of the monitor holds it against what is served. */
const METRICS = new Set(textOf('../../docs/reference/metrics.md').match(/\bcheck_tcp_\w+/g))

describe('the rules and the dashboard', () => {
  it('name metrics that the monitor has', () => {
    for (const expression of expressionsOf(textOf)) {
      const names = metricsOf(expression)
      expect(names, expression).not.toEqual([])
      for (const name of names) expect([...METRICS]).toContain(name)
    }
  })

  it.skipIf(!isInstalled)("are right for promtool (left out without Debian's prometheus)", () => {
    for (const args of [
      ['check', 'rules', 'check-tcp.rules.yml'],
      ['test', 'rules', 'check-tcp.rules.test.yml'],
    ]) {
      const { status, stdout, stderr } = spawnSync('promtool', args, {
        cwd: import.meta.dirname,
        encoding: 'utf8',
      })
      expect(status, `${stdout}${stderr}`).toBe(0)
    }
  })
})
