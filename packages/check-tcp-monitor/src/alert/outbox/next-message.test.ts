import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../../test/support/outbox.js'
import type { OutboxEntry } from '../../core/alert/outbox.js'
import { MAX_NOTICES, type Next, nextMessage } from './next-message.js'

const NOW = 1_000

function seqsOf(next: Next): readonly number[] {
  return next.kind === 'send' ? next.seqs : []
}

describe('the next message', () => {
  it('is nothing where nothing is to be delivered', () => {
    expect(nextMessage([], NOW)).toEqual({ kind: 'nothing' })
  })

  it('waits for the earliest entry where none is due', () => {
    const entries = [entryOf(1, { notBefore: 3_000 }), entryOf(2, { notBefore: 2_000 })]
    expect(nextMessage(entries, NOW)).toEqual({ kind: 'wait', until: 2_000, because: 'early' })
  })

  it('takes the whole group of what is due along, also those that still wait for company', () => {
    const entries = [entryOf(1), entryOf(2, { notBefore: 2_000 }), entryOf(3, { group: 'other' })]
    expect(seqsOf(nextMessage(entries, NOW))).toEqual([1, 2])
  })

  it('sends what resolves an incident with or after what opened it, even if the opening is not due', () => {
    const held = entryOf(1, { incident: 'a', notBefore: 9_000 })
    const resolved = entryOf(2, { incident: 'a', kind: 'resolved' })
    expect(seqsOf(nextMessage([held, resolved], NOW))).toEqual([1, 2])
    expect(seqsOf(nextMessage([held, { ...resolved, group: 'other' }], NOW))).toEqual([1, 2])
  })

  it('is one message for all that opened and resolved within the wait for company', () => {
    const opened = ['a', 'b', 'c'].map((incident, i) =>
      entryOf(i + 1, { incident, notBefore: 9_000 }),
    )
    const resolved = ['a', 'b', 'c'].map((incident, i) =>
      entryOf(i + 4, { incident, kind: 'resolved' }),
    )
    expect(seqsOf(nextMessage([...opened, ...resolved], NOW))).toEqual([1, 2, 3, 4, 5, 6])
    const waiting = entryOf(7, { incident: 'd', notBefore: 9_000 })
    expect(seqsOf(nextMessage([opened[0], resolved[0], waiting] as OutboxEntry[], NOW))).toEqual([
      1, 4, 7,
    ])
  })

  it('takes nobody else along that is not due with what is sent ahead of its time', () => {
    const held = [
      entryOf(1, { incident: 'a', notBefore: 9_000 }),
      entryOf(2, { incident: 'b', notBefore: 9_000 }),
    ]
    const worse = entryOf(3, { incident: 'a', kind: 'changed', group: 'other' })
    expect(seqsOf(nextMessage([...held, worse], NOW))).toEqual([1, 3])
    const failed = [held[0], worse].map((entry) => ({ ...entry, tries: 1, notBefore: 2_000 }))
    const again = [failed[0], held[1], failed[1]] as OutboxEntry[]
    expect(seqsOf(nextMessage(again, 2_000))).toEqual([1, 3])
  })

  it('lets no later entry of an incident overtake one that is left out', () => {
    const entries = [
      entryOf(1),
      entryOf(2, { incident: 'a', group: 'other' }),
      entryOf(3, { incident: 'a' }),
      entryOf(4),
    ]
    expect(seqsOf(nextMessage(entries, NOW))).toEqual([1, 4])
  })

  it('holds the channel back while what failed waits for its next try', () => {
    const entries = [entryOf(1, { tries: 1, notBefore: 5_000 }), entryOf(2)]
    expect(nextMessage(entries, NOW)).toEqual({ kind: 'wait', until: 5_000, because: 'failed' })
  })

  it('delays only its own incidents after three tries of a message', () => {
    const failed = entryOf(1, { incident: 'a', tries: 3, notBefore: 5_000 })
    const more = entryOf(2, { incident: 'a', kind: 'resolved' })
    const other = entryOf(3, { incident: 'b' })
    expect(seqsOf(nextMessage([failed, more, other], NOW))).toEqual([3])
    const waiting = { kind: 'wait', until: 5_000, because: 'early' }
    expect(nextMessage([failed, more], NOW)).toEqual(waiting)
    expect(seqsOf(nextMessage([failed, more, other], 5_000))).toEqual([1])
  })

  it('keeps messages that failed one by one apart, also in one group', () => {
    const first = entryOf(1, { incident: 'a', tries: 4, notBefore: 400 })
    const second = entryOf(2, { incident: 'b', tries: 4, notBefore: 300 })
    expect(seqsOf(nextMessage([first, second], NOW))).toEqual([1])
    expect(seqsOf(nextMessage([second], NOW))).toEqual([2])
  })

  it('tries the same entries again under the same key, whatever came meanwhile', () => {
    const first = nextMessage([entryOf(1), entryOf(2)], NOW)
    const tried = [1, 2].map((seq) => entryOf(seq, { tries: 1 }))
    const again = nextMessage([entryOf(0, { group: 'held' }), ...tried, entryOf(3)], NOW)
    expect(seqsOf(again)).toEqual([1, 2])
    expect(again.kind === 'send' && first.kind === 'send' && again.message.key).toBe(
      first.kind === 'send' && first.message.key,
    )
  })

  it('has another key for other entries, at most 64 characters long', () => {
    const [one, other] = [nextMessage([entryOf(1)], NOW), nextMessage([entryOf(2)], NOW)]
    expect(one).not.toEqual(other)
    const renewed = nextMessage([entryOf(1, { incident: 'of another history' })], NOW)
    expect(one.kind === 'send' && renewed.kind === 'send' && renewed.message.key).not.toBe(
      one.kind === 'send' && one.message.key,
    )
    expect(one.kind === 'send' && one.message.key).toMatch(/^[0-9a-f]{32}$/)
  })

  it('never has more notices than a receiver can show', () => {
    const entries = Array.from({ length: 250 }, (_, seq) => entryOf(seq))
    expect(seqsOf(nextMessage(entries, NOW))).toHaveLength(MAX_NOTICES)
  })
})

describe('messages until nothing is left', () => {
  const entry = fc.record({
    incident: fc.constantFrom('a', 'b', 'c', 'd'),
    group: fc.constantFrom('x', 'y', 'z'),
    notBefore: fc.integer({ min: 0, max: 100 }),
    tries: fc.integer({ min: 0, max: 3 }),
  })

  it('tell each incident in order and each entry exactly once, whatever the entries, when all succeed', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 150 }), (drawn) => {
        const entries = drawn.map((each, seq) => entryOf(seq, each))
        expect(inOrder(deliverAll(entries))).toEqual(inOrder(entries.map(({ seq }) => seq)))

        function inOrder(seqs: readonly number[]) {
          return ['a', 'b', 'c', 'd'].map((incident) =>
            seqs.filter((seq) => entries[seq]?.notice.incident.id === incident),
          )
        }
      }),
    )
  })

  it('tell each entry at least once and in order, also when tries fail', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        (drawn, luck) => {
          const fresh = drawn.map((each, seq) => entryOf(seq, { ...each, tries: 0 }))
          const seqs = deliverAll(fresh, () => luck.next().value === true)
          const last = new Map<string, number>()
          for (const seq of seqs) {
            const id = fresh[seq]?.notice.incident.id ?? ''
            expect(seq).toBeGreaterThan(last.get(id) ?? -1)
            last.set(id, seq)
          }
          expect([...seqs].sort((a, b) => a - b)).toEqual(fresh.map(({ seq }) => seq))
        },
      ),
    )
  })
})

/** The seqs in the order in which they are delivered; each wait passes at once. */
function deliverAll(entries: readonly OutboxEntry[], succeeds = () => true): readonly number[] {
  const delivered: number[] = []
  let left = entries
  let now = 0
  let failures = 0
  for (;;) {
    const next = nextMessage(left, now)
    if (next.kind === 'nothing') return delivered
    if (next.kind === 'wait') {
      expect(next.until).toBeGreaterThan(now)
      now = next.until
    } else if (succeeds() || failures > 1_000) {
      delivered.push(...next.seqs)
      left = left.filter(({ seq }) => !next.seqs.includes(seq))
    } else {
      failures++
      left = left.map((each) =>
        next.seqs.includes(each.seq)
          ? { ...each, tries: each.tries + 1, notBefore: now + 5 }
          : each,
      )
    }
  }
}
