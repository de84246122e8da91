import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Channel, SendOutcome } from '../core/channel.js'
import { StoreAlarm } from './store-alarm.js'

function alarmOf(answers: Readonly<Record<string, () => SendOutcome['kind']>>) {
  const clock = new VirtualClock()
  const sent: string[] = []
  const channels = Object.entries(answers).map(
    ([name, answer]): Channel => ({
      name,
      kind: 'test',
      send: async ({ notices }) => {
        const kind = answer()
        for (const notice of notices) sent.push(`${name} ${notice.kind} ${kind}`)
        return kind === 'delivered' ? { kind } : { kind, error: 'no' }
      },
    }),
  )
  return { clock, sent, alarm: new StoreAlarm({ clock, location: 'lab', channels }) }
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
    expect(sent.slice(2)).toEqual(['a resolved delivered', 'b resolved delivered'])
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
      'late resolved delivered',
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
