import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { PAGE, sourceOf } from '../../test/support/sample-page.js'
import { checkOf, serveMonitor, TOKEN } from '../../test/support/served-monitor.js'
import { StoreError } from '../core/store/store-error.js'
import { pageFiles } from './publish/page-files.js'
import { PageServer } from './publish/serve-page.js'
import { writePage } from './publish/write-page.js'
import { StatusPage } from './status-page.js'

const SECRETS = [
  ...['web-check', 'db-check', 'a-tag', 'a-description', 'a-group-of-checks', 'a-page-name'],
  ...[
    'ada@example.com',
    'an-inner-note',
    'an-acknowledgement',
    'inner-maintenance',
    'monitor.yaml',
  ],
  ...['198.51.100', 'refused', 'ECONNREFUSED', 'critical', '/var/lib/history', TOKEN],
]

/** Words that also stand within others: as a whole alone. */
const WHOLE = [/\b100[12]\b/, /\blab\b/]

function secretsIn(text: string): readonly string[] {
  const found = SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))
  return [...found, ...WHOLE.filter((each) => each.test(text)).map(String)]
}

async function allOf(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const isPacked = response.headers.get('content-encoding') === 'gzip'
  const head = [response.status, ...response.headers].join('\n')
  return `${head}\n${isPacked ? gunzipSync(bytes) : bytes}`
}

const CONFIG = {
  ...PAGE,
  name: 'a-page-name',
  groups: [
    {
      services: [
        { name: 'Shop', checks: ['web-check'] },
        { name: 'Data', checks: ['db-check'] },
      ],
    },
  ],
}

it('no byte of a page, its files, its headers, its errors and its export says more than the names given there', async () => {
  const change = { tags: ['a-tag'], description: 'a-description' }
  const checks = [checkOf('web-check', 1, change), checkOf('db-check', 2, change)]
  await using served = await serveMonitor({ checks })
  await served.clock.advance(120_000)
  served.fault('refused', 1)
  const mend = served.fault('refused', 2)
  await served.clock.advance(300_000)
  mend()
  await served.clock.advance(300_000)
  const [open] = served.monitor.openIncidents()
  const id = open?.id ?? ''
  expect(id).toMatch(/^web-check/)
  await served.monitor.acknowledge(id, 'ada@example.com', 'an-acknowledgement')
  await served.monitor.note(id, { by: 'ada@example.com', text: 'an-inner-note', public: false })
  await served.monitor.note(id, { by: 'ada@example.com', text: 'We are on it', public: true })
  const from = served.clock.wallMs() + 3_600_000
  await served.monitor.planMaintenance({
    ...{ id: 'm', matches: 'tag:a-tag', from, until: from + 3_600_000 },
    ...{ by: 'ada@example.com', note: 'inner-maintenance' },
  })
  let isBroken = false
  const queries: typeof served.store.queries = Object.create(served.store.queries, {
    summary: {
      value: async (...asked: Parameters<typeof served.store.queries.summary>) => {
        if (!isBroken) return served.store.queries.summary(...asked)
        throw new StoreError('STORE_FAILED', 'cannot read /var/lib/history')
      },
    },
  })
  const page = new StatusPage(
    () => CONFIG,
    sourceOf(served, { queries }),
    () => {},
  )
  const { fetch } = new PageServer(page)
  const files = pageFiles((await page.page()).model)
  const paths = [
    '/',
    ...files.map(({ path }) => `/${path}`),
    '/web-check',
    '/%2e%2e/monitor.yaml',
    '/?x=<b>',
  ]
  const said: string[] = []
  for (const path of paths) {
    for (const headers of [{}, { 'accept-encoding': 'gzip' }] as const) {
      said.push(await allOf(await fetch(new Request(`http://status.test${path}`, { headers }))))
    }
    said.push(
      await allOf(await fetch(new Request(`http://status.test${path}`, { method: 'POST' }))),
    )
  }
  isBroken = true
  await served.clock.advance(3_600_000)
  said.push(await allOf(await fetch(new Request('http://status.test/'))))
  const broken = new StatusPage(
    () => ({ ...CONFIG }),
    sourceOf(served, { queries }),
    () => {},
  )
  const failed = await new PageServer(broken).fetch(new Request('http://status.test/'))
  expect(failed.status).toBe(503)
  said.push(await allOf(failed))
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-page-'))
  try {
    await writePage(folder, files)
    const written = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const each of written) {
      said.push(each.name)
      if (each.isFile()) said.push(await readFile(join(each.parentPath, each.name), 'utf8'))
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  // It was no test unless the page has something to say.
  const all = said.join('\n')
  for (const words of ['Shop is down', 'Data was down', 'We are on it', 'Maintenance of Shop']) {
    expect(all).toContain(words)
  }
  expect(all).toContain('This page is old')
  expect(said.flatMap(secretsIn)).toEqual([])
  // And would have found what it looks for.
  expect(secretsIn('port 1001, seen from lab: WEB-CHECK')).toHaveLength(3)
})
