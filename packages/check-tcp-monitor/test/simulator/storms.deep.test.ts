import { describe, expect, it } from 'vitest'
import type { NoticeKind } from '../../src/core/alert/notice.js'
import type { Fault, FaultKind } from './faults.js'
import { violations } from './invariants.js'
import { type Ran, run } from './simulation.js'
import { SHUT, stage } from './staged.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** From the fifth minute on. */
function fault(kind: FaultKind, minutes: number, target?: number): Fault {
  const from = 5 * MINUTE
  return { kind, from, until: from + minutes * MINUTE, ...(target === undefined ? {} : { target }) }
}

/** A process that stands still now and then, for up to five minutes each time. */
const STALLS: readonly Fault[] = Array.from({ length: 15 }, (_, i) => {
  const at = (5 + 10 * i) * MINUTE
  return { kind: 'stall', from: at, until: at }
})

function downs({ verdicts }: Ran): number {
  return verdicts.filter(({ verdict }) => verdict === 'down').length
}

/** What the first receiver was told, by the kinds of notices and what they are about. */
function told({ receivers: [first] }: Ran): string[] {
  return (first?.arrivals ?? []).map(
    ({ notice: { kind, incident } }) => `${kind} ${incident.subject} ${incident.subjectId}`,
  )
}

describe('a fault of the prober', () => {
  it.each<[string, number, readonly Fault[]]>([
    ['no descriptors left', 75, [fault('descriptors', 60)]],
    ['no ephemeral ports left', 75, [fault('ports', 60)]],
    ['a silent name server', 75, [fault('dns_silent', 60)]],
    ['a locked database', 75, [fault('store_locked', 60)]],
    ['a full disk', 75, [fault('disk_full', 60)]],
    ['a process that stands still again and again', 170, STALLS],
    ['an uplink that is cut', 75, [fault('uplink_silent', 30), fault('uplink_unreachable', 60)]],
  ])('never ends in a verdict of down: %s, 10,000 checks', async (_what, minutes, faults) => {
    const scenario = stage({ targets: 200, named: true, durationMs: minutes * MINUTE, faults })
    const ran = await run(scenario)
    expect(ran.made).toBeGreaterThan(10_000)
    expect(downs(ran)).toBe(0)
    // Those of the last second wait for the next commit.
    expect(ran.lost).toBeLessThan(20)
    expect(ran.store.observations.length + ran.lost).toBe(ran.made)
    expect(ran.end.statuses().filter(({ verdict }) => verdict !== 'up')).toEqual([])
  })
})

describe('a storm', () => {
  it('of a thousand targets behind an uplink that is cut is one alert, and its end', async () => {
    const faults = [fault('uplink_silent', 20)]
    const ran = await run(stage({ targets: 1_000, durationMs: 40 * MINUTE, faults }))
    expect(downs(ran)).toBe(0)
    expect(told(ran)).toEqual(['opened location lab', 'resolved location lab'])
  })

  it('is one alert without canaries too: a thousand targets are witnesses enough', async () => {
    const faults = [fault('uplink_silent', 20)]
    const ran = await run(stage({ targets: 1_000, canaries: 0, durationMs: 40 * MINUTE, faults }))
    expect(downs(ran)).toBe(0)
    expect(told(ran)).toEqual(['opened location lab', 'resolved location lab'])
  })

  it('spares the last target that is up, when the others were down before the uplink is cut', async () => {
    const later: Fault = { kind: 'uplink_silent', from: 20 * MINUTE, until: 40 * MINUTE }
    const faults = [fault('silent', 50, 0), fault('silent', 50, 2), later]
    const ran = await run(stage({ targets: 3, canaries: 0, durationMs: 70 * MINUTE, faults }))
    const down = ran.verdicts.filter(({ verdict }) => verdict === 'down').map(({ id }) => id)
    expect(down).not.toContain('check_1')
    expect(told(ran)).toContain('opened location lab')
  })

  it('of five hundred targets behind a dead switch is reported for the switch alone', async () => {
    const faults = [fault('switch', 20)]
    const scenario = stage({ targets: 501, behindSwitch: true, durationMs: 40 * MINUTE, faults })
    const ran = await run(scenario)
    expect(downs(ran)).toBe(501)
    expect(told(ran)).toEqual(['opened check check_0', 'resolved check check_0'])
  })
})

describe('fifty targets that go down and come back within seconds of each other', () => {
  const FIFTY = Array.from({ length: 50 }, (_, target) => target)

  /** How many messages the first receiver got with notices of a kind in them. */
  function messagesWith({ receivers: [first] }: Ran, kind: NoticeKind): number {
    const arrivals = first?.arrivals.filter(({ notice }) => notice.kind === kind) ?? []
    return new Set(arrivals.map(({ at }) => at)).size
  }

  async function ranWith(lasts: (target: number) => readonly (readonly [number, number])[]) {
    const faults = FIFTY.flatMap((target) =>
      lasts(target).map(([from, until]): Fault => ({ kind: 'refused', from, until, target })),
    )
    const staged = { targets: 60, everyMs: 10_000, groupBy: ['severity'] as const }
    return run(stage({ ...staged, durationMs: HOUR, faults }))
  }

  it('are announced in a few messages, their recoveries too', async () => {
    const ran = await ranWith((target) => [[5 * MINUTE, 20 * MINUTE + 100 * target]])
    expect(told(ran)).toHaveLength(100)
    expect(messagesWith(ran, 'opened')).toBeLessThanOrEqual(2)
    expect(messagesWith(ran, 'resolved')).toBeLessThanOrEqual(2)
  })

  it('are announced in a few more where one recovers early and ten fail again', async () => {
    const ran = await ranWith((target) => {
      if (target === 7) return [[5 * MINUTE, 8 * MINUTE]]
      const first = [5 * MINUTE, 20 * MINUTE] as const
      return target < 20 || target >= 30 ? [first] : [first, [21 * MINUTE, 30 * MINUTE]]
    })
    expect(told(ran)).toHaveLength(120)
    expect(messagesWith(ran, 'opened')).toBeLessThanOrEqual(4)
    expect(messagesWith(ran, 'resolved')).toBeLessThanOrEqual(5)
    expect(violations(ran)).toEqual([])
  })
})

describe('silence that is expected', () => {
  it('proves nothing: a cut uplink is one alert, of the location', async () => {
    const faults = [fault('uplink_silent', 20)]
    const ran = await run(
      stage({ targets: 2, canaries: 0, shut: 1, everyMs: 10_000, durationMs: 40 * MINUTE, faults }),
    )
    expect(downs(ran)).toBe(0)
    expect(told(ran)).toEqual(['opened location lab', 'resolved location lab'])
  })

  it('proves nothing for the last target either, when all others are to be silent', async () => {
    const faults = [fault('silent', 20, 0)]
    const ran = await run(
      stage({ targets: 1, canaries: 0, shut: 5, everyMs: 10_000, durationMs: 40 * MINUTE, faults }),
    )
    expect(told(ran)).toEqual(['opened check check_0', 'resolved check check_0'])
  })

  it('is missed where a port that is to be closed always refused: a cut uplink is one alert', async () => {
    const faults = [fault('uplink_silent', 20)]
    const scene = { targets: 1, canaries: 0, shut: 1, shutBy: 'refusing' as const }
    const ran = await run(stage({ ...scene, everyMs: 10_000, durationMs: 40 * MINUTE, faults }))
    expect(downs(ran)).toBe(0)
    expect(told(ran)).toEqual(['opened location lab', 'resolved location lab'])
  })

  it('ends no incident where nobody could be asked, and is not isolated either', async () => {
    const faults = [fault('opened', 10, SHUT), fault('opened', 10, SHUT + 1)]
    const ran = await run(
      stage({ targets: 0, canaries: 0, shut: 2, everyMs: 10_000, durationMs: 40 * MINUTE, faults }),
    )
    expect(told(ran).sort()).toEqual([
      `opened check check_${SHUT}`,
      `opened check check_${SHUT + 1}`,
    ])
  })

  it.each<FaultKind>(['uplink_silent', 'uplink_unreachable'])(
    'ends no incident of a port that is open while the uplink is cut: %s',
    async (cut) => {
      const opened = fault('opened', 60, SHUT)
      const faults: Fault[] = [opened, { kind: cut, from: 20 * MINUTE, until: 40 * MINUTE }]
      const ran = await run(
        stage({
          targets: 2,
          canaries: 0,
          shut: 1,
          everyMs: 10_000,
          durationMs: 90 * MINUTE,
          faults,
        }),
      )
      expect(told(ran)).toEqual([
        `opened check check_${SHUT}`,
        'opened location lab',
        'resolved location lab',
        `resolved check check_${SHUT}`,
      ])
      const resolved = ran.receivers[0]?.arrivals.at(-1)
      expect(resolved?.at).toBeGreaterThan(opened.until)
    },
  )
})

describe('a host of which all services are down', () => {
  /** Another process takes the processor away for a second, again and again. */
  const BUSY: readonly Fault[] = Array.from({ length: 1_200 }, (_, i) => {
    const at = 4 * MINUTE + i * 1_500
    return { kind: 'busy', from: at, until: at }
  })

  it.each<[string, readonly Fault[], Partial<Parameters<typeof stage>[0]>]>([
    ['alone', [], {}],
    ['alone, on a busy machine', BUSY, {}],
    ['beside a port that is to be filtered, on a busy machine', BUSY, { shut: 1 }],
    ['that is known by a name, on a busy machine', BUSY, { named: true }],
  ])('is down, and the location is online: %s', async (_what, busy, more) => {
    const faults = [fault('services', 20, 0), ...busy].sort((a, b) => a.from - b.from)
    const durationMs = 45 * MINUTE
    const scene = { targets: 200, canaries: 0, oneHost: true, everyMs: 10_000 }
    const ran = await run(stage({ ...scene, durationMs, faults, ...more }))
    expect(ran.isolations).toEqual([])
    expect(
      new Set(ran.verdicts.filter(({ verdict }) => verdict === 'down').map(({ id }) => id)),
    ).toHaveLength(200)
  })
})

describe('a name service that is dead', () => {
  it('is told as such, and nothing of the network, where every check goes by a name', async () => {
    const faults = [fault('dns_silent', 20)]
    const ran = await run(
      stage({ targets: 20, canaries: 0, named: true, durationMs: 40 * MINUTE, faults }),
    )
    expect(ran.isolations).toEqual([])
    expect(told(ran)).toEqual(['opened location lab:dns', 'resolved location lab:dns'])
    const [opened] = ran.receivers[0]?.arrivals ?? []
    expect(opened?.notice.incident.error).toMatch(
      /^The name service does not answer; nothing is known about /,
    )
  })

  it('is not told once it answers again, when an uplink was cut with it', async () => {
    const faults = [fault('uplink_silent', 20)]
    const ran = await run(
      stage({ targets: 20, canaries: 3, named: true, durationMs: 40 * MINUTE, faults }),
    )
    expect(told(ran)).toEqual(['opened location lab', 'resolved location lab'])
  })
})

describe('a target that answers every other time', () => {
  const flapping: Fault = { kind: 'flapping', from: 0, until: 24 * HOUR, target: 0 }

  it('is reported at most four times in a day', async () => {
    const ran = await run(stage({ targets: 1, durationMs: 24 * HOUR, faults: [flapping] }))
    expect(told(ran).length).toBeGreaterThan(0)
    expect(told(ran).length).toBeLessThanOrEqual(4)
  })

  it('still pages for a real outage of ten minutes', async () => {
    const outage: Fault = {
      kind: 'silent',
      from: 12 * HOUR,
      until: 12 * HOUR + 10 * MINUTE,
      target: 0,
    }
    const ran = await run(stage({ targets: 1, durationMs: 24 * HOUR, faults: [flapping, outage] }))
    const during = ran.receivers[0]?.arrivals.filter(
      ({ at, notice }) =>
        at > outage.from && at < outage.until && notice.incident.verdict === 'down',
    )
    expect(during).toHaveLength(1)
  })
})
