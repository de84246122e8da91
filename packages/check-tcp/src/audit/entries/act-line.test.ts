import { expect, it } from 'vitest'
import { actLine } from './act-line.js'

it('says when, on which machine, what, and by whom from where', () => {
  const who = { user: 'ops', host: 'mon', pid: 7, program: 'check-tcp' }
  const what = { act: 'addSilence', given: { matches: 'tag:"d\nb"', for: 60 } }
  const by = { name: 'a"b', role: 'operate', way: 'session', from: '192.0.2.7' } as const
  const wallMs = Date.UTC(2026, 10, 30, 12, 0, 0, 5)
  const line = actLine({ what, by, wallMs }, JSON.stringify(who))
  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toEqual({
    ...{ kind: 'act', time: '2026-11-30T12:00:00.005Z', who, what, by },
  })
})
