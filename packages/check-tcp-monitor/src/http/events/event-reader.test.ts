import { expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { EventLog } from '../../monitor/event-log.js'
import { EventReader, HEARTBEAT_MS, PATIENCE_MS } from './event-reader.js'
import { createEventText } from './event-text.js'
import { logFeed } from './log-feed.js'

function reading(lastId?: string, types?: ReadonlySet<string>) {
  const clock = new VirtualClock()
  const ends = { ended: 0, cut: 0, listening: 0 }
  const log = new (class extends EventLog {
    override subscribe(listener: Parameters<EventLog['subscribe']>[0]): () => void {
      ends.listening++
      const end = super.subscribe(listener)
      return () => {
        ends.listening--
        end()
      }
    }
  })('boot')
  const begin = (from = lastId) => {
    const reader = new EventReader({
      feed: logFeed(log, createEventText(), types),
      clock,
      lastId: from,
      onEnd: () => ends.ended++,
      cut: () => ends.cut++,
    })
    const stream = reader.stream().getReader()
    const decoder = new TextDecoder()
    return {
      reader,
      next: async () => {
        const { value, done } = await stream.read()
        return done ? undefined : decoder.decode(value)
      },
      cancel: () => stream.cancel(),
    }
  }
  const happen = (count: number) => {
    for (let seconds = 0; seconds < count; seconds++) {
      log.append({ type: 'gap', at: clock.wallMs(), data: { seconds } })
    }
  }
  return { clock, log, ends, begin, happen }
}

it('begins with where it stands, so that a reader that comes back misses nothing', async () => {
  const { begin, happen } = reading()
  happen(3)
  const stream = begin()
  expect(await stream.next()).toBe('retry: 2000\n: alive\nid: boot-3\n\n')
})

it('gives what happens as it happens', async () => {
  const { begin, happen } = reading()
  const stream = begin()
  await stream.next()
  const next = stream.next()
  happen(1)
  const data = '{"seconds":0,"at":"2026-01-05T00:00:00.000Z"}'
  expect(await next).toBe(`id: boot-1\nevent: gap\ndata: ${data}\n\n`)
})

it('replays what came after the event that was seen last, and nothing twice', async () => {
  const { begin, happen } = reading()
  happen(1_200)
  const stream = begin('boot-1')
  let text = ''
  await stream.next()
  while (!text.includes('id: boot-1200\n')) text += await stream.next()
  const ids = [...text.matchAll(/^id: boot-(\d+)$/gm)].map(([, id]) => Number(id))
  expect(ids).toEqual(Array.from({ length: 1_199 }, (_, index) => index + 2))
})

it.each(['other-3', 'boot-9', 'boot--1', 'boot-1e0', 'boot-1\nevent: fake', 'x'])(
  'tells to begin again, and repeats nothing, where %j is not known',
  async (id) => {
    const { begin, happen } = reading()
    happen(3)
    const text = await begin(id).next()
    expect(text).toContain('id: boot-3\nevent: reset\ndata: {}\n\n')
    expect(text).not.toContain('fake')
  },
)

it('tells a reader that fell behind the log to begin again', async () => {
  const { begin, happen } = reading()
  const stream = begin()
  await stream.next()
  happen(25_000)
  expect(await stream.next()).toContain('event: reset')
})

it('gives events of the wanted types alone', async () => {
  const { begin, happen, log, clock } = reading(undefined, new Set(['reload']))
  const stream = begin()
  await stream.next()
  const next = stream.next()
  happen(1)
  log.append({ type: 'reload', at: clock.wallMs(), data: { checks: 2 } })
  expect(await next).toContain('id: boot-2\nevent: reload\n')
})

it('says in silence that it lives, and where it stands', async () => {
  const { begin, clock, happen } = reading(undefined, new Set(['reload']))
  const stream = begin()
  await stream.next()
  const next = stream.next()
  happen(1)
  await clock.advance(HEARTBEAT_MS)
  expect(await next).toBe(': alive\nid: boot-1\n\n')
})

it('cuts a reader off that takes nothing for long', async () => {
  const { begin, clock, ends } = reading()
  await begin().next()
  await clock.advance(PATIENCE_MS - 1)
  expect(ends).toMatchObject({ ended: 0, cut: 0 })
  await clock.advance(1)
  expect(ends).toEqual({ ended: 1, cut: 1, listening: 0 })
})

it('ends a reader that waits, without cutting it off', async () => {
  const { begin, ends } = reading()
  const stream = begin()
  await stream.next()
  const next = stream.next()
  stream.reader.end()
  expect(await next).toBeUndefined()
  expect(ends).toMatchObject({ ended: 1, cut: 0 })
  expect(ends.listening).toBe(0)
})

it('lets go of the log when the reader goes away', async () => {
  const { begin, ends } = reading()
  const stream = begin()
  await stream.next()
  await stream.cancel()
  expect(ends.ended).toBe(1)
  expect(ends.listening).toBe(0)
})
