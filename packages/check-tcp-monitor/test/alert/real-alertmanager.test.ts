import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from 'check-tcp'
import { alertmanagerRequirements, startAlertmanager } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { createChannel } from '../../src/alert/channels/create-channels.js'
import { sendTestAlert } from '../../src/alert/test-alert.js'
import type { Incident } from '../../src/core/wire/incident.js'
import { messageOf, noticeOf } from '../support/notices.js'

const requirements = alertmanagerRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`
const never = new AbortController().signal

interface Alert {
  readonly status: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly endsAt: string
}

/** Whom Alertmanager tells: each of its notifications, in order, may be waited for. */
async function startPerson() {
  const told: Alert[][] = []
  const waiting: (() => void)[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    told.push(JSON.parse(body).alerts)
    response.end()
    for (const look of waiting.splice(0)) look()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves once it was told of this alert in this state. */
    async isTold(status: string, labels: Readonly<Record<string, string>>): Promise<Alert> {
      for (;;) {
        const found = told.flat().find((alert) => {
          const fits = Object.entries(labels).every(([name, value]) => alert.labels[name] === value)
          return alert.status === status && fits
        })
        if (found) return found
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function configFor(url: string, groupWait = '0s'): string {
  return `
route: { receiver: person, group_by: [location], group_wait: ${groupWait}, group_interval: 1s }
receivers:
  - name: person
    webhook_configs: [{ url: '${url}', send_resolved: true }]
`
}

describe.runIf(requirements.available)(`a real Alertmanager${leftOut}`, () => {
  it('receives incidents, groups and shows them, and resolves them when they close', async () => {
    await using person = await startPerson()
    await using alertmanager = await startAlertmanager(configFor(person.url))
    const get = async <T>(path: string): Promise<T[]> => {
      const response = await fetch(`${alertmanager.url}/api/v2/${path}`)
      return (await response.json()) as T[]
    }
    const config = { kind: 'alertmanager', name: 'am', url: alertmanager.url } as const
    const channel = createChannel(config, { wallMs: Date.now, environment: {} })

    const since = Date.now() - 10_000
    const orders: Partial<Incident> = { id: 'orders-1', subjectId: 'orders_db', since }
    const carts: Partial<Incident> = { id: 'carts-1', subjectId: 'carts_db', since }
    const notice = (kind: 'opened' | 'changed' | 'resolved', incident: Partial<Incident>) =>
      noticeOf({ kind, at: Date.now(), incident })
    const close = (incident: Partial<Incident>) =>
      notice('resolved', { ...incident, closedAt: Date.now() - 1, closedBecause: 'up' })

    const opened = messageOf(notice('opened', orders), notice('opened', carts))
    expect(await channel.send(opened, never)).toEqual({ kind: 'delivered' })
    const firing = await person.isTold('firing', { incident: 'orders-1' })
    await person.isTold('firing', { incident: 'carts-1' })
    expect(firing.labels).toMatchObject({ alertname: 'CheckTcpTarget', severity: 'critical' })
    expect(firing.annotations).toMatchObject({
      failure: 'Connection refused',
      fault: "the target's fault",
      baseline: '12 ms, at most 40 ms',
      advice: 'Verify the service is running on the target host',
    })
    const active = { status: { state: 'active' } }
    expect(await get('alerts/groups')).toMatchObject([
      { labels: { location: 'home' }, alerts: [active, active] },
    ])
    expect(await get('alerts?active=true')).toMatchObject([active, active])

    // Sent again, as at-least-once may: there is still one alert for each.
    expect(await channel.send(opened, never)).toEqual({ kind: 'delivered' })
    expect(await get('alerts')).toHaveLength(2)

    // Another severity is another alert; the one before it must not fire on.
    const milder = { ...orders, verdict: 'degraded', severity: 'warning' } as const
    expect(await channel.send(messageOf(notice('changed', milder)), never)).toEqual({
      kind: 'delivered',
    })
    await person.isTold('firing', { incident: 'orders-1', severity: 'warning' })
    await person.isTold('resolved', { incident: 'orders-1', severity: 'critical' })

    const closed = messageOf(close(milder), close(carts))
    expect(await channel.send(closed, never)).toEqual({ kind: 'delivered' })
    const over = await person.isTold('resolved', { incident: 'orders-1', severity: 'warning' })
    await person.isTold('resolved', { incident: 'carts-1' })
    expect(over.annotations.summary).toMatch(/^RESOLVED orders_db/)
    expect(await get('alerts?active=true')).toEqual([])
  })

  it('tells its people of a test alert although it waits for others of its group first', async () => {
    await using person = await startPerson()
    await using alertmanager = await startAlertmanager(configFor(person.url, '2s'))
    const config = { kind: 'alertmanager', name: 'am', url: alertmanager.url } as const
    const channel = createChannel(config, { wallMs: Date.now, environment: {} })
    const clock = systemClock
    const test = await sendTestAlert({ channel, location: 'home', clock, random: Math.random })
    expect(test).toMatchObject({ opened: { kind: 'delivered' }, later: { waitMs: 2_000 } })
    const told = await person.isTold('firing', { check: 'test-alert' })
    expect(told.annotations.summary).toMatch(/TEST, nothing is wrong/)
    expect(Date.parse(told.endsAt)).toBeLessThanOrEqual((test.later?.endsAt ?? 0) + 1)
  })

  it('refuses what is no alert to it, and says why', async () => {
    await using alertmanager = await startAlertmanager(configFor('http://127.0.0.1:9'))
    const labels = { 'not a name': 'x' }
    const config = { kind: 'alertmanager', name: 'am', url: alertmanager.url, labels } as const
    const channel = createChannel(config, { wallMs: Date.now, environment: {} })
    expect(await channel.send(messageOf(noticeOf({ at: Date.now() })), never)).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('the receiver answered 400'),
    })
  })
})
