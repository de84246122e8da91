import { expect, it } from 'vitest'
import { agentLine } from './agent-line.js'

it('says when, who, and which agent may report from where', () => {
  const who = { user: 'ops', host: 'mon', pid: 7, program: 'check-tcp' }
  const what = { change: 'enrolled', location: 'f"ra', agent: 'a_1', key: 'SHA256:x' } as const
  const line = agentLine({ what, wallMs: Date.UTC(2026, 10, 30, 12, 0, 0, 5) }, JSON.stringify(who))
  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toEqual({ kind: 'agent', time: '2026-11-30T12:00:00.005Z', who, what })
})
