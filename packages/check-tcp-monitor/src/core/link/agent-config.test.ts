import { validateCheck } from 'check-tcp/parameters'
import { describe, expect, it } from 'vitest'
import { checkOf } from '../../../test/support/served-monitor.js'
import { agentCheck, readAgentConfig } from './agent-config.js'

const sentConfig = (...checks: object[]) =>
  JSON.parse(JSON.stringify({ version: 'c1', checks })) as {
    readonly version: string
    readonly checks: readonly (Record<string, unknown> & { readonly parameters: object })[]
  }

describe('the config of an agent', () => {
  const web = checkOf('web', 1, {
    maintenance: [{ cron: '0 3 * * *', timeZone: 'UTC', durationMs: 1 }],
  })

  it.each([
    { host: 'db.example.com', port: 5432 },
    { host: 'db.example.com', port: 5432, service: 'postgresql' },
    { host: 'db.example.com', port: 5432, service: 'postgresql', timeout: 10 },
    { host: 'db.example.com', port: 443, tls: { server_name: 'a.example' }, attempts: 3 },
  ])('has the parameters that the hub has: %j', (parameters) => {
    const check = { ...web, parameters: validateCheck(parameters) }
    const read = readAgentConfig(sentConfig(agentCheck(check)))
    expect(read?.checks[0]?.parameters).toEqual(check.parameters)
  })

  it('says nothing of parameters that ask for nothing: an older agent may not know them', () => {
    const { parameters } = agentCheck({ ...web, parameters: validateCheck({ host: 'a', port: 1 }) })
    expect(parameters).toEqual({ host: 'a', port: 1 })
  })

  it('is read without what only a newer hub knows', () => {
    const { version, checks } = sentConfig(agentCheck(web))
    const newer = checks.map((each) => ({
      ...each,
      of_a_newer_version: 1,
      policy: { default: 'allow' },
    }))
    const read = readAgentConfig({ version, checks: newer, policy: { default: 'allow' } })
    expect(read).toEqual(readAgentConfig({ version, checks }))
    expect(read?.checks).toHaveLength(1)
  })

  it('leaves out, and names, checks that ask for what only a newer version can do', () => {
    const [check] = sentConfig(agentCheck(web)).checks
    const sent = {
      version: 'c2',
      checks: [
        check,
        { ...check, id: 'ping', plugin: 'check_ping' },
        { ...check, id: 'odd', parameters: { ...check?.parameters, of_a_newer_version: true } },
      ],
    }
    const read = readAgentConfig(sent)
    expect(read).toMatchObject({ version: 'c2', unknown: ['ping', 'odd'] })
    expect(read?.checks.map(({ id }) => id)).toEqual(['web'])
    // What an agent has kept still says so.
    const kept = JSON.parse(JSON.stringify(read)) as unknown
    expect(readAgentConfig(kept)?.unknown).toEqual(['ping', 'odd'])
  })

  it.each([
    undefined,
    {},
    { version: 'c1' },
    { version: 'c1', checks: [{}] },
    { version: 1, checks: [] },
  ])('is nothing that no hub sends: %j', (json) => {
    expect(readAgentConfig(json)).toBeUndefined()
  })

  it('says where the hubs are, where there are several', () => {
    const hubs = [{ host: 'a.example.com', port: 9117 }]
    expect(readAgentConfig({ version: '1', checks: [], hubs })).toEqual({
      ...{ version: '1', checks: [], hubs },
    })
    expect(readAgentConfig({ version: '1', checks: [], hubs: [{ host: '', port: 0 }] })).toBe(
      undefined,
    )
  })
})
