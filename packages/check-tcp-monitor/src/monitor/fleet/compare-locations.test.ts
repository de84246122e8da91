import { describe, expect, it } from 'vitest'
import type { AgentVote } from '../../core/link/agent-batch.js'
import type { HeardVote } from '../../core/link/heard-vote.js'
import { compareLocations } from './compare-locations.js'

type Seen = Partial<AgentVote> &
  Pick<HeardVote, 'saidMs' | 'heldMs'> & { readonly up?: boolean; readonly unseen?: boolean }

const heard = (seen: Readonly<Record<string, Seen>>): HeardVote[] =>
  Object.entries(seen).map(([location, { up, unseen, saidMs = 0, heldMs = 0, ...more }]) => {
    if (unseen) return { location, verdict: 'unknown', isStale: true }
    const verdict = up ? 'up' : 'down'
    const vote = { checkId: 'web', verdict, ageMs: 0, since: 1, ...more } as const
    return { location, verdict, vote, saidMs, heldMs }
  })

const REFUSED: Seen = { failure: 'refused', error: 'Connection refused' }
const SILENT: Seen = { failure: 'timeout', error: 'Connection timeout' }
const NO_NAME: Seen = { failure: 'dns_unavailable', error: 'Host not found' }

describe('what locations prove together', () => {
  it.each<[string, Readonly<Record<string, Seen>>, string, string]>([
    [
      'refused from everywhere: the service',
      { fra: REFUSED, nyc: REFUSED },
      'Connection refused from everywhere (fra and nyc)',
      'target',
    ],
    [
      'refused wherever it is seen: not from everywhere',
      { fra: REFUSED, nyc: REFUSED, ams: { unseen: true } },
      'Connection refused from fra and nyc; not seen from ams',
      'target',
    ],
    [
      'silent from one, seen from one, and not seen from the rest',
      { fra: { up: true }, nyc: SILENT, ams: { unseen: true }, sin: { unseen: true } },
      'Connection timeout from nyc only; connected from fra; not seen from ams and sin',
      'network',
    ],
    [
      'silent for everybody: the host or its network',
      { fra: SILENT, nyc: SILENT, ams: SILENT },
      'Connection timeout from everywhere (fra, nyc and ams)',
      'network',
    ],
    [
      'no name for anybody: the name service',
      { fra: NO_NAME, nyc: NO_NAME },
      'Host not found from everywhere (fra and nyc)',
      'dns',
    ],
    [
      'answered in different ways everywhere: the target',
      { fra: REFUSED, nyc: { failure: 'connection_reset', error: 'Connection reset' } },
      'Connection refused or Connection reset from everywhere (fra and nyc)',
      'target',
    ],
    [
      'silent from one: its path',
      { fra: { up: true }, nyc: SILENT, ams: { up: true } },
      'Connection timeout from nyc only; connected from fra and ams',
      'network',
    ],
    [
      'refused from one at the same address: something on its way',
      { fra: { up: true, address: '192.0.2.1' }, nyc: { ...REFUSED, address: '192.0.2.1' } },
      'Connection refused from nyc only; connected from fra',
      'network',
    ],
    [
      'no name from one: its name service',
      { fra: { up: true }, nyc: NO_NAME },
      'Host not found from nyc only; connected from fra',
      'dns',
    ],
    [
      'down over IPv6 alone: that protocol',
      {
        fra: { ...SILENT, address: '2001:db8::1' },
        nyc: { ...SILENT, address: '2001:db8::1' },
        ams: { up: true, address: '192.0.2.1' },
      },
      'Connection timeout over IPv6 (fra and nyc); connected over IPv4 (ams)',
      'network',
    ],
    [
      'down over IPv4 alone: that protocol',
      { fra: { ...SILENT, address: '192.0.2.1' }, ams: { up: true, address: '2001:db8::1' } },
      'Connection timeout over IPv4 (fra); connected over IPv6 (ams)',
      'network',
    ],
    [
      'down at one address of the name: that server',
      {
        fra: { ...REFUSED, address: '192.0.2.9' },
        nyc: { up: true, address: '192.0.2.1' },
        ams: { up: true, address: '192.0.2.2' },
      },
      'Connection refused at 192.0.2.9 (fra); connected from nyc and ams at other addresses',
      'target',
    ],
    [
      'connected before the others saw it down: no evidence of a way that works',
      {
        fra: { ...REFUSED, heldMs: 1_000 },
        nyc: { ...REFUSED, heldMs: 900 },
        ams: { up: true, saidMs: 5_000 },
      },
      'Connection refused from fra and nyc; not heard since from ams',
      'target',
    ],
    [
      'connected after one saw it down, and before the next did: the same',
      {
        fra: { ...REFUSED, heldMs: 3_600_000 },
        nyc: { ...REFUSED, heldMs: 900 },
        ams: { up: true, saidMs: 5_000 },
      },
      'Connection refused from fra and nyc; not heard since from ams',
      'target',
    ],
    [
      'connected since, however long ago: the path',
      { nyc: { ...SILENT, heldMs: 60_000 }, ams: { up: true, saidMs: 59_000 } },
      'Connection timeout from nyc only; connected from ams',
      'network',
    ],
    [
      'connected when all were asked, a moment before the last of them failed: the path',
      { nyc: { ...SILENT, heldMs: 1_000 }, ams: { up: true, saidMs: 1_200 } },
      'Connection timeout from nyc only; connected from ams',
      'network',
    ],
    [
      'failing, and not down yet: no evidence of a way that works',
      { fra: REFUSED, nyc: REFUSED, ams: { ...REFUSED, up: true }, sin: { unseen: true } },
      'Connection refused from fra and nyc; not seen from sin; not confirmed from ams',
      'target',
    ],
    ['one location alone: what it says', { fra: REFUSED }, 'Connection refused from fra', 'target'],
  ])('%s', (_what, seen, error, fault) => {
    expect(compareLocations(heard(seen))).toMatchObject({ error, fault })
  })

  it('have one failure where they agree, and none where they do not', () => {
    expect(compareLocations(heard({ fra: REFUSED, nyc: REFUSED })).failure).toBe('refused')
    expect(compareLocations(heard({ fra: REFUSED, nyc: SILENT })).failure).toBeUndefined()
  })

  it('say where to look, for each of them', () => {
    const { advice } = compareLocations(heard({ fra: { up: true }, nyc: SILENT }))
    expect(advice).toContain('between nyc and the target')
  })
})
