import { describe, expect, it } from 'vitest'
import { CheckLines } from './check-lines.js'

describe('the line of a packet that an explanation sends', () => {
  it('says when, who, what, to whom and why', () => {
    const who = { user: 'ops', host: 'mon', pid: 7, program: 'check-tcp' }
    const what = {
      ...{ host: 'db.test', port: 5432, addresses: ['192.0.2.7'] },
      ...{ probe: 'path', sends: 'SYN' },
    }
    const why = { task: { name: 'nightly "run"' }, tags: ['prod'], caller: undefined }
    const wallMs = Date.UTC(2026, 0, 31, 12, 0, 0, 5)
    const line = new CheckLines(JSON.stringify(who)).probeLine({ what, why, wallMs })
    expect(line).not.toContain('\n')
    expect(JSON.parse(line)).toEqual({
      ...{ kind: 'probe', time: '2026-01-31T12:00:00.005Z', who, what },
      why: { task: { name: 'nightly "run"' }, tags: ['prod'] },
    })
  })
})
