import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AgentFolder } from '../../dist/daemon/fleet/agent/agent-folder.js'
import { COMMAND } from '../daemon/running-monitor.js'
import { RunningFleet } from './running-fleet.js'

const audit = (...words: string[]) =>
  String(execFileSync(process.execPath, [COMMAND, 'audit', ...words]))

/** What the log says of agents, in its order. */
function agentsIn(directory: string): readonly object[] {
  const lines = audit('show', '--directory', directory, '--output', 'ndjson').trim().split('\n')
  const entries = lines.map((line) => JSON.parse(line))
  return entries.filter(({ kind }) => kind === 'agent').map(({ what }) => what)
}

describe('a hub whose machine has an audit log', () => {
  it('has in it who was let in, by which key, who no longer is, and by whom', async () => {
    await using fleet = await RunningFleet.create()
    const log = join(fleet.folder, 'log')
    const policy = join(fleet.folder, 'policy.json')
    await writeFile(policy, JSON.stringify({ audit: { directory: log } }))
    const open = await fleet.serve()
    const check = `- { name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${open.port} } }`
    await fleet.startHub([check], '{ fra: {} }', policy)
    await fleet.startAgent('fra')
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up' })
    const folder = new AgentFolder(join(fleet.folder, 'fra'))
    const [identity, own] = [await folder.identity(), await folder.key()]
    const raw = Buffer.from(own?.publicKey ?? '', 'base64url')
    const key = `SHA256:${createHash('sha256').update(raw).digest('base64').replace(/=+$/, '')}`
    const agent = { location: 'fra', agent: identity?.agent, key }
    expect(await fleet.ask('/api/v1/locations/fra/revoke', 'POST')).toMatchObject({ status: 200 })
    await fleet.stopAgent('fra')
    await fleet.stopHub()
    expect(agentsIn(log)).toEqual([
      { change: 'invited', location: 'fra' },
      { change: 'enrolled', ...agent },
      { change: 'revoked', ...agent },
    ])
    const shown = audit('show', '--directory', log)
    expect(shown).toContain(`agent ${agent.agent} (${key}) was let in at fra`)
    // And who had it done.
    expect(shown).toContain(
      'token (admin, by token from 127.0.0.1): revokeAgent {"location":"fra"}',
    )
    audit('verify', '--directory', log)
  })
})
