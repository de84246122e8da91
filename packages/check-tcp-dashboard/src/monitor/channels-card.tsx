import type { ChannelsWire, ChannelTestWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { describeError } from '../acts/describe-error.js'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { VerdictMark } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'
import { Moment } from '../parts/time.js'
import { Waiting } from '../parts/waiting.js'

const REFRESH_MS = 10_000

/** The ways to reach people: whether they work, and a way to try. */
export function ChannelsCard() {
  const { t, number } = useWords()
  const { monitor: texts } = useMore()
  const { ask, access, notes } = useDesk()
  const [tested, setTested] = useState<string>()
  const asked = useAsked<ChannelsWire>('/api/v1/channels', { every: REFRESH_MS })
  const { data } = asked
  const test = async (channel: string) => {
    setTested(channel)
    try {
      const path = `/api/v1/channels/${encodeURIComponent(channel)}/test`
      const { opened, resolved } = await ask<ChannelTestWire>(path, { method: 'POST' })
      const failed = [opened, resolved].find((each) => each && each.outcome !== 'delivered')
      notes.add(failed ? texts.testFailed(channel, failed.error ?? '') : texts.testSent(channel), {
        isError: failed !== undefined,
      })
    } catch (error) {
      notes.add(describeError(error, t), { isError: true })
    } finally {
      setTested(undefined)
      asked.reload()
    }
  }
  const mark = (delivers: boolean | undefined) => {
    if (delivers === undefined) return <VerdictMark verdict="pending" word={texts.neverUsed} />
    return delivers ? (
      <VerdictMark verdict="up" word={texts.delivers} />
    ) : (
      <VerdictMark verdict="down" word={texts.doesNot} />
    )
  }
  return (
    <Card title={texts.channels}>
      {!data && <Waiting {...asked} />}
      {data?.channels.length === 0 && <p class="notice is-degraded">{texts.noChannels}</p>}
      <ul class="plain-list">
        {data?.channels.map((each) => (
          <li key={each.channel}>
            <div class="line">
              <span>
                <b>{each.channel}</b> <span class="muted">{each.kind}</span>
              </span>
              <span class="line-end">
                {mark(each.delivers)}
                <button
                  type="button"
                  disabled={tested !== undefined || !access.session.value.may.includes('operate')}
                  onClick={() => test(each.channel)}
                >
                  {tested === each.channel ? texts.testing : texts.test}
                </button>
              </span>
            </div>
            <p class="muted small">
              {each.delivered_at && (
                <>
                  {texts.lastDelivered} <Moment at={Date.parse(each.delivered_at)} />{' '}
                </>
              )}
              {each.waiting > 0 && `${texts.waiting(number(each.waiting))} `}
              {each.dead_letters > 0 && texts.deadLettersOf(number(each.dead_letters))}
            </p>
            {each.error && (
              <p class="is-over">
                <Marked text={each.error} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
