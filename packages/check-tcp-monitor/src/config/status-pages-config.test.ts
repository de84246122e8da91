import { TaskFileError } from 'check-tcp/files'
import { describe, expect, it } from 'vitest'
import { describeConfig, describeConfigInWords } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'

const CHECKS = `checks:
- { name: web, plugin: check_tcp_connection, parameters: { host: web.example.com, port: 443 }, tags: [site] }
- { name: db, plugin: check_tcp_connection, parameters: { host: db, port: 5432 }, tags: [data] }
- { name: db2, plugin: check_tcp_connection, parameters: { host: db2, port: 5432 }, tags: [data] }
`

async function load(pages: string) {
  const text = `status_pages: ${pages}\n${CHECKS}`
  const config = await loadMonitorConfig({ path: '/etc/m.yaml', text }, { environment: {} })
  await config.close()
  return config
}

async function saidOf(pages: string): Promise<readonly string[]> {
  try {
    return (await load(pages)).warnings.map(({ message }) => message)
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return error.message.split('\n').map((line) => line.replace(/^.*m\.yaml:/, ''))
  }
}

const PAGE = `[{ name: public, title: "Example", note: "Ask us", listen: "127.0.0.1:9118", time_zone: Europe/Berlin, url: "https://status.example.com/",
  export: { directory: ./status }, groups: [{ name: Website, services: [{ name: Shop, check: web }] }, { services: [{ name: Data, tag: data }] }] }]`

const one = (words: string, service = '{ name: Shop, check: web }') =>
  `[{ name: a, title: A, groups: [{ services: [${service}] }], ${words} }]`

describe('status pages', () => {
  it('are read, with the checks that each name stands for', async () => {
    expect((await load(PAGE)).statusPages).toEqual([
      {
        ...{ name: 'public', title: 'Example', note: 'Ask us', timeZone: 'Europe/Berlin' },
        ...{ listen: { host: '127.0.0.1', port: 9118 }, url: 'https://status.example.com/' },
        groups: [
          { name: 'Website', services: [{ name: 'Shop', checks: ['web'] }] },
          { services: [{ name: 'Data', checks: ['db', 'db2'] }] },
        ],
        export: { directory: '/etc/status', everyMs: 60_000 },
      },
    ])
    expect((await load('[]')).statusPages).toBeUndefined()
  })

  it('are described: what everybody sees, and where', async () => {
    const config = await load(PAGE)
    expect(describeConfig(config).status_pages).toEqual([
      {
        ...{ name: 'public', title: 'Example', listen: '127.0.0.1:9118' },
        export: { directory: '/etc/status', every_ms: 60_000 },
        services: [
          { name: 'Shop', checks: ['web'] },
          { name: 'Data', checks: ['db', 'db2'] },
        ],
      },
    ])
    expect(describeConfigInWords(config)).toContain(
      `status page public on 127.0.0.1:9118, to /etc/status every 1m: everybody sees
  Shop  for web
  Data  for db, db2
`,
    )
  })

  it.each([
    [one('listen: "127.0.0.1:1"'), []],
    [
      one('listen: "127.0.0.1:1"', '{ name: "Shop (web.example.com)", check: web }'),
      ['everybody will read the host "web.example.com" in the name "Shop (web.example.com)"'],
    ],
    [one('listen: "127.0.0.1:1"', '{ name: db, check: db }'), []],
    [
      one('url: "https://a.example"'),
      ['1:24: the page "a" is shown nowhere: give `listen`, `export` or both'],
    ],
    [
      one('listen: "127.0.0.1:9116"'),
      ['1:99: the HTTP API listens there already: each needs an address of its own'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: Shop, check: wed }'),
      ['1:80: there is no check "wed"; did you mean "web"?'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: Shop, check: [web, nothing] }'),
      ['1:86: there is no check "nothing" (known: web, db, db2)'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: Shop, tag: date }'),
      ['1:78: no check has the tag "date"; did you mean "data"?'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: Shop }'),
      ['1:67: "Shop" needs either `check` or `tag`: what it stands for'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: Shop, check: web, tag: site }'),
      ['1:67: "Shop" needs either `check` or `tag`: what it stands for'],
    ],
    [
      one('listen: "127.0.0.1:1"', '{ name: S, check: web }, { name: S, check: db }'),
      ['1:92: the name "S" is already that of another service of this page'],
    ],
    [
      one('listen: "127.0.0.1:1", time_zone: Berlin, exprot: { directory: a }'),
      [
        '1:125: `time_zone` must be an IANA time zone such as Europe/Berlin, got "Berlin" (string)',
        '1:133: "exprot" is not a key of an entry of `status_pages`; did you mean `export`? (allowed: name, title, language, note, listen, time_zone, url, groups, export)',
      ],
    ],
    [
      '[{ name: "A page", title: A, listen: "127.0.0.1:1", groups: [] }]',
      [
        '1:24: `name` must be a name of lower case letters, digits and -, at most 40 characters, such as public, got "A page" (string)',
        '1:75: `groups` must be a list of at least one mapping with name and services, got a list',
      ],
    ],
    [
      '[{ name: a, title: A, listen: "[::1]:1", groups: [{ services: [{ name: S, check: web }] }] }, { name: a, title: B, listen: "[::1]:1", groups: [{ services: [{ name: S, check: web }] }] }]',
      [
        '1:117: the name "a" is already that of another page',
        '1:138: the page "a" listens there already: each needs an address of its own',
      ],
    ],
    [
      one(
        'listen: "127.0.0.1:1"',
        Array.from({ length: 201 }, (_, index) => `{ name: S${index}, check: web }`).join(),
      ),
      [
        '1:45: the page "a" has 201 services, and a page has at most 200: make several, or let one service stand for a tag',
      ],
    ],
    ['{ name: a }', ['1:15: `status_pages` must be a list of pages, got a mapping']],
  ])('%s: what is wrong is told', async (pages, said) => {
    expect(await saidOf(pages)).toEqual(said)
  })
})
