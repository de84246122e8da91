import { expect, it } from 'vitest'
import { loadMonitorConfig } from '../load-config.js'
import { compareConfigs } from './compare-configs.js'

const load = (text: string) => loadMonitorConfig({ path: 'm.yaml', text }, { environment: {} })

const check = (name: string, port: number) =>
  `- { name: ${name}, plugin: check_tcp_connection, parameters: { host: a, port: ${port} } }\n`

it('two configs differ in the checks that came, went and changed, not in where they stand', async () => {
  const before = await load(check('stays', 1) + check('changes', 1) + check('goes', 1))
  const after = await load(check('comes', 1) + check('changes', 2) + check('stays', 1))
  const { added, removed, changed } = compareConfigs(before, after)
  expect(added.map(({ id }) => id)).toEqual(['comes'])
  expect(removed.map(({ id }) => id)).toEqual(['goes'])
  expect(
    changed.map(({ before, after }) => [before.parameters.port, after.parameters.port]),
  ).toEqual([[1, 2]])
})
