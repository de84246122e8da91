import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { PluginFolder } from '../plugin-folder.js'

const textOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

/** The user parameter's command with its arguments filled in, as the agent runs it. */
function runParameter(...args: readonly string[]) {
  using folder = new PluginFolder()
  const [, command = ''] =
    /^UserParameter=check_tcp\[\*\],(.*)$/m.exec(textOf('check-tcp.conf')) ?? []
  const filled = command.replace(/\$(\d)/g, (_, place) => args[Number(place) - 1] ?? '')
  const env = { ...process.env, PATH: `${folder.path}:${process.env.PATH}` }
  return spawnSync('sh', ['-c', filled], { env, encoding: 'utf8' })
}

describe('the template of Zabbix', () => {
  const { zabbix_export: exported } = parse(textOf('check-tcp-template.yaml'))
  const [template] = exported.templates
  const [master, ...dependent] = template.items

  it('takes its values from keys that a result has', () => {
    const { stdout, status } = runParameter('127.0.0.1', '1', '2')
    // A non-zero exit code would make the item unsupported.
    expect(status).toBe(0)
    const result = JSON.parse(stdout)
    expect(dependent.length).toBeGreaterThan(3)
    for (const { preprocessing, master_item, delay } of dependent) {
      const path: string = preprocessing[0].parameters[0]
      const value = path
        .split('.')
        .slice(1)
        .reduce((at, key) => at?.[key], result)
      expect(value, path).toBeDefined()
      expect(master_item.key).toBe(master.key)
      expect(delay).toBe('0')
    }
  })

  it('has a macro for every one that it names, and ids that are used once', () => {
    const text = textOf('check-tcp-template.yaml')
    const named = new Set(text.match(/\{\$[A-Z_.]+\}/g))
    expect(new Set(template.macros.map(({ macro }: { macro: string }) => macro))).toEqual(named)
    const ids = [...text.matchAll(/uuid: (\w+)/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id ?? ''))).toEqual([])
  })

  it('has triggers about items that are there', () => {
    const keys = template.items.map(({ key }: { key: string }) => key)
    const triggers = template.items.flatMap((item: { triggers?: unknown[] }) => item.triggers ?? [])
    expect(triggers).toHaveLength(1)
    for (const { expression } of triggers as { expression: string }[]) {
      for (const [, key] of expression.matchAll(/last\(\/check-tcp\/([^)]+)\)/g)) {
        expect(keys).toContain(key)
      }
    }
  })
})
