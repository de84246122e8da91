// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of other programs' configs.
import { describe, expect, it } from 'vitest'
import { commentsOf, imported } from '../../../../test/support/imported.js'

const MONITORS = [
  { id: 1, type: 'group', name: 'Büro', active: 1 },
  {
    ...{ id: 2, type: 'port', name: 'Drucker ${x}', hostname: '192.0.2.9', port: '9100' },
    ...{ parent: 1, interval: 20, retryInterval: 5, maxretries: 2, timeout: 48, active: 1 },
    upsideDown: true,
    tags: [
      { name: 'floor', value: '3' },
      { name: 'quiet', value: '' },
    ],
    resendInterval: 3,
    notificationIDList: {},
  },
  {
    ...{ id: 3, type: 'port', name: 'db', hostname: 'db', port: 5432, active: true },
    ...{ notificationIDList: { 1: true, 2: true }, resendInterval: 10, interval: 60 },
  },
  { id: 4, type: 'port', name: 'paused', hostname: 'a', port: 1, active: false },
  { id: 5, type: 'http', name: 'site', url: 'https://example.com' },
  { id: 6, type: 'port', name: 'nowhere', hostname: '', port: 0 },
  { id: 7, type: 'group', name: 'Keller', active: 0, parent: 1 },
  { id: 8, type: 'group', name: 'Regal', active: 1, parent: 7 },
  { id: 9, type: 'port', name: 'nas', hostname: 'nas', port: 445, active: 1, parent: 8 },
]

const NOTIFICATIONS = [
  {
    id: 1,
    name: 'Ops Slack',
    config: JSON.stringify({ type: 'slack', slackwebhookURL: 'https://hooks.example/x' }),
  },
  { id: 2, name: 'Phone', config: JSON.stringify({ type: 'pushover', pushoveruserkey: 'k' }) },
  { id: 3, name: 'Unused', config: '{}' },
]

describe('Uptime Kuma', () => {
  it.each([
    ['a list', MONITORS],
    ['a mapping', Object.fromEntries(MONITORS.map((one) => [one.id, one]))],
  ])('gives a check for each monitor of a port, from %s', async (_form, monitorList) => {
    const backup = {
      version: '1.23.0',
      notificationList: NOTIFICATIONS,
      monitorList,
      proxyList: [],
    }
    const { config, notes, yaml, unwritten } = await imported({
      'kuma.json': JSON.stringify(backup),
    })
    expect(config.checks).toMatchObject([
      {
        id: 'buro_drucker_x',
        description: 'Drucker ${x}',
        parameters: { host: '192.0.2.9', port: 9100, timeout: 5, expect: 'closed' },
        everyMs: 20_000,
        confirm: 3,
        confirmEveryMs: 5_000,
        recover: 1,
        tags: ['Büro', 'floor=3', 'quiet'],
        alert: false,
      },
      {
        ...{ id: 'db', everyMs: 60_000, confirm: 1, recover: 1 },
        alertRoutes: ['ops_slack_every_10m', 'phone_every_10m'],
      },
    ])
    expect(config.alerting).toMatchObject({
      channels: [{ name: 'ops_slack', kind: 'slack', url: 'https://hooks.example/x' }],
      routes: [
        { name: 'ops_slack_every_10m', repeatMs: 600_000, channels: ['ops_slack'] },
        { name: 'phone_every_10m', channels: [] },
      ],
    })
    expect(notes).toEqual([
      'kuma.json: notification "Phone": left out: there is no channel like it; give the route "phone" a channel, or no alerts are sent',
      'kuma.json: notification "Unused": left out: no imported monitor sends alerts over it',
      'kuma.json: left out: proxyList',
      'kuma.json: monitor "paused": left out: it is paused',
      'kuma.json: monitor "site": left out: it is of the type http, no TCP port',
      'kuma.json: monitor "nowhere": left out: it has no host and port that can be checked',
      'kuma.json: monitor "nas": left out: its group "Keller" is paused',
    ])
    expect(unwritten).toEqual([])
    expect(commentsOf(yaml, 'buro_drucker_x')).toEqual([])
  })

  const port = { id: 1, type: 'port', name: 'a', hostname: '192.0.2.1', port: 22, interval: 60 }

  it.each([
    ['a bare list', [port]],
    ['a bare mapping of ids', { 1: port }],
    ['one monitor', port],
    ['an answer of its API', { ok: true, monitor: port }],
    ['rows of its database', [{ ...port, upside_down: 0, retry_interval: 30, maxretries: 1 }]],
  ])('is read from %s', async (_form, value) => {
    const { config } = await imported({ 'k.json': JSON.stringify(value) })
    expect(config.checks).toMatchObject([{ id: 'a', parameters: { host: '192.0.2.1', port: 22 } }])
  })

  it('carries ntfy and Discord over as they log in and where they write', async () => {
    const ntfy = {
      ...{ type: 'ntfy', ntfytopic: 'alerts', ntfyserverurl: 'https://ntfy.sh', ntfyPriority: 5 },
      ...{ ntfyAuthenticationMethod: 'accessToken', ntfyaccesstoken: 'tk_x', ntfyusername: 'old' },
    }
    const discord = {
      ...{ type: 'discord', discordWebhookUrl: 'https://discord.com/api/webhooks/1/x' },
      ...{ discordUsername: 'Kuma', discordChannelType: 'postToThread', threadId: '42' },
    }
    const { config, notes } = await imported({
      'k.json': JSON.stringify({
        notificationList: [ntfy, discord].map((one, at) => ({
          ...{ id: at + 1, name: one.type, config: JSON.stringify(one) },
        })),
        monitorList: [{ ...port, notificationIDList: { 1: true, 2: true } }],
      }),
    })
    expect(config.alerting.channels).toEqual([
      { name: 'ntfy', kind: 'ntfy', topic: 'alerts', url: 'https://ntfy.sh', token: 'tk_x' },
      {
        ...{ name: 'discord', kind: 'discord' },
        url: 'https://discord.com/api/webhooks/1/x?thread_id=42',
      },
    ])
    expect(notes).toEqual([
      'k.json: notification "ntfy": left out: ntfyPriority',
      'k.json: notification "discord": left out: discordUsername',
    ])
  })

  it('leaves an ntfy out whose server is no URL', async () => {
    const ntfy = { type: 'ntfy', ntfytopic: 'alerts', ntfyserverurl: 'ntfy.sh' }
    const { config, notes } = await imported({
      'k.json': JSON.stringify({
        notificationList: [{ id: 1, name: 'ntfy', config: JSON.stringify(ntfy) }],
        monitorList: [{ ...port, notificationIDList: { 1: true } }],
      }),
    })
    expect(config.alerting.channels).toEqual([])
    expect(notes).toEqual([
      'k.json: notification "ntfy": left out: its url cannot be carried over; give the route "ntfy" a channel, or no alerts are sent',
    ])
  })

  it('nests groups as their parents or their lists of children say', async () => {
    const { config } = await imported({
      'k.json': JSON.stringify([
        { id: 1, type: 'group', name: 'DC', childrenIDs: [2, 3] },
        { id: 2, type: 'group', name: 'Rack', parent: 1 },
        { ...port, id: 3, parent: 2 },
        { ...port, id: 4, name: 'b', upside_down: 1, hostname: 'name.example' },
      ]),
    })
    expect(config.checks).toMatchObject([
      { id: 'dc_rack_a', tags: ['DC', 'Rack'] },
      { id: 'b', parameters: { expect: 'closed' } },
    ])
  })

  it('holds the maintenance of a monitor and of its groups', async () => {
    const time = (hours: number) => ({ hours, minutes: 30, seconds: 0 })
    const night = { timeRange: [time(23), time(1)], timezone: 'Europe/Berlin', active: true }
    const maintenanceList = [
      {
        ...night,
        id: 1,
        title: 'weekly',
        strategy: 'recurring-weekday',
        weekdays: [1, 3],
        monitors: [{ id: 3 }],
      },
      {
        ...night,
        id: 2,
        title: 'daily',
        strategy: 'recurring-interval',
        intervalDay: 1,
        monitors: [{ id: 1 }],
      },
      {
        id: 3,
        title: 'cron',
        strategy: 'cron',
        cron: '0 3 * * *',
        durationMinutes: 90,
        timezone: 'UTC',
        active: true,
        monitors: [1],
      },
      {
        ...night,
        id: 4,
        title: 'month',
        strategy: 'recurring-day-of-month',
        daysOfMonth: [1, 'lastDay1'],
        monitors: [3],
        dateRange: ['2026-01-01', '2030-01-01'],
      },
      { ...night, id: 5, title: 'off', strategy: 'manual', active: false, monitors: [3] },
      {
        id: 6,
        title: 'move',
        timezone: 'Europe/Berlin',
        strategy: 'single',
        active: true,
        dateRange: ['2026-12-01 10:00:00', '2026-12-01 12:00:00'],
        monitors: [3],
      },
      { ...night, id: 7, title: 'whose', strategy: 'recurring-weekday', weekdays: [0] },
      { ...night, id: 8, title: 'fortnight', strategy: 'recurring-interval', intervalDay: 14 },
    ]
    const { config, notes } = await imported({
      'k.json': JSON.stringify({
        monitorList: [
          { id: 1, type: 'group', name: 'DC' },
          { ...port, id: 3, parent: 1, notificationIDList: {} },
          { ...port, id: 4, name: 'b', notificationIDList: {} },
        ],
        maintenanceList,
      }),
    })
    const berlin = { timeZone: 'Europe/Berlin', durationMs: 7_200_000 }
    expect(config.checks.map(({ maintenance }) => maintenance)).toEqual([
      [
        { cron: '30 23 * * 1,3', ...berlin },
        { cron: '30 23 * * *', ...berlin },
        { cron: '0 3 * * *', timeZone: 'UTC', durationMs: 5_400_000 },
        { cron: '30 23 1,L * *', ...berlin },
      ],
      [],
    ])
    expect(notes).toEqual([
      'k.json: maintenance "month": note: only from 2026-01-01 until 2030-01-01 there, without an end here',
      'k.json: maintenance "off": left out: it is not active',
      'k.json: maintenance "whose": left out: the file does not say of which monitors; it would be maintenance: [{ cron: "30 23 * * 0", time_zone: "Europe/Berlin", duration: "2h" }] of these checks',
      'k.json: maintenance "fortnight": left out: it repeats every 14 days, which no cron expression can express',
      'k.json: maintenance "move": left out: it comes once; plan it on the command line: check-tcp monitor maintenance add dc_a --from 2026-12-01T09:00:00Z --until 2026-12-01T11:00:00Z',
    ])
  })

  it('tells nobody of a monitor without notifications where others have some', async () => {
    const { config, notes } = await imported({
      'k.json': JSON.stringify({
        notificationList: NOTIFICATIONS.slice(0, 1),
        monitorList: [
          { ...port, notificationIDList: { 1: true }, resendInterval: 5 },
          { ...port, id: 2, name: 'b' },
        ],
      }),
    })
    expect(config.checks.map(({ alert }) => alert)).toEqual([true, false])
    expect(notes).toEqual([
      'k.json: monitor "b": note: it has no notifications, so no alerts are sent, as there',
    ])
  })

  it('looks at certificates where the monitor does', async () => {
    const tls = { expiryNotification: true, notificationIDList: {} }
    const { config, notes } = await imported({
      'k.json': JSON.stringify([
        { ...port, ...tls, name: 'imaps', port: 993, smtpSecurity: 'secure' },
        { ...port, ...tls, name: 'smtp', port: 587, smtpSecurity: 'starttls' },
        { ...port, ...tls, name: 'odd', port: 9_999, smtpSecurity: 'starttls' },
        { ...port, name: 'alert', expectedTlsAlert: 'certificate_required' },
      ]),
    })
    expect(config.checks.map(({ parameters: { tls } }) => tls)).toMatchObject([
      { verify: true, expires_in: '21d' },
      { verify: true, starttls: 'smtp' },
      false,
    ])
    expect(notes).toEqual([
      'k.json: monitor "odd": left out: STARTTLS: its port does not say of which protocol (`tls: { starttls: … }`)',
      'k.json: monitor "alert": left out: it expects the TLS alert certificate_required, which no check does',
    ])
  })
})
