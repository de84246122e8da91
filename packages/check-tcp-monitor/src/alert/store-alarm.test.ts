import { describe, expect, it } from 'vitest'
import { incidentOf } from '../../test/support/notices.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Channel, SendOutcome } from '../core/alert/channel.js'
import type { Notice } from '../core/alert/notice.js'
import { StoreError } from '../core/store/store-error.js'
import { type AlarmMemory, type OpenAlarm, StoreAlarm } from './store-alarm.js'

class Memory implements AlarmMemory {
  open: OpenAlarm | undefined
  read = () => this.open
  write = (alarm: OpenAlarm | undefined) => {
    this.open = alarm
  }
}

type Answer = () => SendOutcome['kind'] | Promise<SendOutcome['kind']>

function alarmOf(answers: Readonly<Record<string, Answer>>, memory = new Memory()) {
  const clock = new VirtualClock()
  const sent: string[] = []
  const channels = Object.entries(answers).map(
    ([name, answer]): Channel => ({
      name,
      kind: 'test',
      send: async ({ notices }) => {
        const kind = await answer()
        for (const notice of notices) sent.push(`${name} ${notice.kind} ${kind}`)
        return kind === 'delivered' ? { kind } : { kind, error: 'no' }
      },
    }),
  )
  /** The outbox; `writable` says whether it takes anything. */
  const outbox = { writable: true }
  const announceEnd = async ({ kind }: Notice, notified: readonly string[]) => {
    if (!outbox.writable) throw new StoreError('STORE_DISK_FULL', 'no room')
    for (const channel of notified) sent.push(`${channel} ${kind} by the outbox`)
  }
  const options = { clock, location: 'lab', channels, memory, announceEnd }
  return { clock, sent, outbox, memory, alarm: new StoreAlarm(options) }
}

describe('the alarm of the store', () => {
  it('tells every channel that the history cannot be written, once, and that it can be again', async () => {
    const { clock, sent, alarm } = alarmOf({ a: () => 'delivered', b: () => 'delivered' })
    for (let second = 0; second < 300; second++) {
      alarm.note('no room')
      await clock.advance(1_000)
    }
    expect(sent).toEqual(['a opened delivered', 'b opened delivered'])
    alarm.note(undefined)
    await clock.advance(600_000)
    expect(sent.slice(2)).toEqual(['a resolved by the outbox', 'b resolved by the outbox'])
  })

  it('announces the end of what the process before this one announced, and does not announce that again', async () => {
    const before = alarmOf({ a: () => 'delivered', b: () => 'failed' })
    before.alarm.note('the thread is dead')
    await before.clock.advance(31_000)
    before.alarm.stop()
    const { clock, sent, memory, alarm } = alarmOf(
      { a: () => 'delivered', b: () => 'delivered' },
      before.memory,
    )
    alarm.note('no room')
    await clock.advance(31_000)
    expect(sent).toEqual(['b opened delivered'])
    alarm.note(undefined)
    await clock.advance(0)
    expect(sent.slice(1)).toEqual(['a resolved by the outbox', 'b resolved by the outbox'])
    expect(memory.open).toBeUndefined()
  })

  it('goes on notifying in a process that began where the history could not be written', async () => {
    const before = alarmOf({ a: () => 'delivered', b: () => 'failed' })
    before.alarm.note('no room')
    await before.clock.advance(31_000)
    before.alarm.stop()
    const { clock, sent, outbox, alarm } = alarmOf(
      { a: () => 'delivered', b: () => 'delivered' },
      before.memory,
    )
    outbox.writable = false
    alarm.note(undefined)
    await clock.advance(1_000)
    alarm.note('no room')
    await clock.advance(120_000)
    expect(sent).toEqual(['b opened delivered'])
    outbox.writable = true
    alarm.note(undefined)
    await clock.advance(0)
    expect(sent.slice(1)).toEqual(['a resolved by the outbox', 'b resolved by the outbox'])
  })

  it('tells the beginning again to a channel whose send was taken back, and then the end', async () => {
    const never = new Promise<SendOutcome['kind']>(() => {})
    const before = alarmOf({ slow: () => never })
    before.alarm.note('no room')
    await before.clock.advance(31_000)
    before.alarm.stop()
    before.memory.write({ incident: incidentOf(), notified: [], maybeNotified: ['slow'] })
    const { clock, sent, alarm } = alarmOf({ slow: () => 'delivered' }, before.memory)
    alarm.note('no room')
    await clock.advance(31_000)
    alarm.note(undefined)
    await clock.advance(0)
    expect(sent).toEqual(['slow opened delivered', 'slow resolved by the outbox'])
  })

  it('tells the end also to who takes the beginning at that moment', async () => {
    let answer = (_kind: SendOutcome['kind']) => {}
    const answered = new Promise<SendOutcome['kind']>((resolve) => {
      answer = resolve
    })
    const { clock, sent, alarm } = alarmOf({ slow: () => answered })
    alarm.note('no room')
    await clock.advance(31_000)
    alarm.note(undefined)
    await clock.advance(1_000)
    expect(sent).toEqual([])
    answer('delivered')
    await clock.advance(0)
    expect(sent).toEqual(['slow opened delivered', 'slow resolved by the outbox'])
  })

  it('tells the end later where the outbox cannot take it after all', async () => {
    const { clock, sent, outbox, alarm } = alarmOf({ a: () => 'delivered' })
    alarm.note('no room')
    await clock.advance(31_000)
    outbox.writable = false
    alarm.note(undefined)
    await clock.advance(30_000)
    expect(sent).toEqual(['a opened delivered'])
    outbox.writable = true
    await clock.advance(60_000)
    expect(sent).toEqual(['a opened delivered', 'a resolved by the outbox'])
  })

  it('says nothing of a store that was busy for a moment', async () => {
    const { clock, sent, alarm } = alarmOf({ a: () => 'delivered' })
    alarm.note('busy')
    await clock.advance(29_000)
    alarm.note(undefined)
    await clock.advance(600_000)
    expect(sent).toEqual([])
  })

  it('tries a channel again that did not take it, and tells the end only to those who heard of it', async () => {
    let up = false
    const { clock, sent, alarm } = alarmOf({
      dead: () => 'failed',
      late: () => (up ? 'delivered' : 'failed'),
    })
    alarm.note('no room')
    await clock.advance(31_000)
    up = true
    await clock.advance(60_000)
    alarm.note(undefined)
    await clock.advance(0)
    expect(sent).toEqual([
      'dead opened failed',
      'late opened failed',
      'dead opened failed',
      'late opened delivered',
      'late resolved by the outbox',
    ])
  })

  it('is silent once it is stopped', async () => {
    const { clock, sent, alarm } = alarmOf({ a: () => 'delivered' })
    alarm.note('no room')
    alarm.stop()
    alarm.note('no room')
    await clock.advance(600_000)
    expect(sent).toEqual([])
  })
})
