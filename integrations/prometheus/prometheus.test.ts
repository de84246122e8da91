import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const textOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')
const isInstalled = spawnSync('promtool', ['--version']).error === undefined

/** The reference is generated, and a test of the monitor holds it against what is served. */
const METRICS = new Set(textOf('../../docs/reference/metrics.md').match(/\bcheck_tcp_\w+/g))

function metricsOf(expression: string): string[] {
  const names = expression.replace(/\w+:\w+:\w+/g, '').match(/\bcheck_tcp_\w+/g) ?? []
  return names.map((name) => name.replace(/_(bucket|sum|count)$/, ''))
}

describe('the rules and the dashboard', () => {
  it('name metrics that the monitor has', () => {
    const { panels } = JSON.parse(textOf('grafana-dashboard.json'))
    const { groups } = parse(textOf('check-tcp.rules.yml'))
    const expressions: string[] = [
      ...panels.flatMap(({ targets }: { targets: { expr: string }[] }) => targets),
      ...groups.flatMap(({ rules }: { rules: { expr: string }[] }) => rules),
    ].map(({ expr }) => expr)
    for (const expression of expressions) {
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
