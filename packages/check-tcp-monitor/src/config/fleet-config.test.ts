import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TaskFileError } from 'check-tcp/files'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAuthority, makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { describeConfig, describeConfigInWords } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'

const load = (text: string, path = 'm.yaml') =>
  loadMonitorConfig({ path, text }, { environment: {}, machine: 'box' })

const check = (more = '') =>
  `- { name: web, plugin: check_tcp_connection, parameters: { host: a, port: 1 }${more && `, ${more}`} }`

/** Three locations, and the check. */
const fleet = (more = '', top = '') =>
  `hub: {}\nlocations: { fra: { tags: [eu] }, nyc: {}, ams: { tags: [eu] } }\n${top}checks:\n${check(more)}\n`

async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    await load(text)
  } catch (error) {
    if (error instanceof TaskFileError) return error.message.split('\n')
    throw error
  }
  return []
}

const fleetOf = async (text: string) => (await load(text)).checks[0]?.fleet

describe('a config with locations', () => {
  it('has checks made from all of them, and down by a majority', async () => {
    const config = await load(fleet())
    expect(config.hub).toEqual({ host: '0.0.0.0', port: 9117, urls: [] })
    expect(config.locations).toEqual([
      { name: 'fra', tags: ['eu'] },
      { name: 'nyc', tags: [] },
      { name: 'ams', tags: ['eu'] },
    ])
    expect(config.checks[0]?.fleet).toEqual({
      from: ['fra', 'nyc', 'ams'],
      quorum: 'majority',
      accepted: [],
      partialAfterMs: 300_000,
    })
  })

  describe('and a database that hubs share', () => {
    const URL = 'postgres://watch:geheim@db.example.com:5433/history'
    const withDatabase = (value: string) =>
      fleet().replace('hub: {}', `hub: { database: "${value}" }`)

    it('takes its URL, or the file that holds it, and never shows user or password', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'database-'))
      await writeFile(join(folder, 'url'), `${URL}\n`)
      const written = await load(withDatabase(URL))
      const named = await load(withDatabase('file:url'), join(folder, 'm.yaml'))
      expect(written.hub).toEqual({ host: '0.0.0.0', port: 9117, urls: [], database: URL })
      expect(named.hub?.database).toBe(URL)
      expect(named.files).toContain(join(folder, 'url'))
      const words = describeConfigInWords(written)
      expect(words).toContain('history in PostgreSQL at db.example.com:5433/history;')
      expect(words + JSON.stringify(describeConfig(written))).not.toMatch(/geheim|watch/)
      await rm(folder, { recursive: true })
    })

    it.each(['mysql://watch:geheim@a/b', 'watch:geheim', 'postgres://watch:geheim@[/x'])(
      'refuses %s without saying it again',
      async (value) => {
        const problems = await problemsOf(withDatabase(value))
        expect(problems).toHaveLength(1)
        expect(problems[0]).toContain('`database` must be a URL such as postgres://')
        expect(problems[0]).not.toContain('geheim')
      },
    )

    it('says which file cannot be read', async () => {
      expect(await problemsOf(withDatabase('file:/nowhere/url'))).toEqual([
        expect.stringContaining('the file /nowhere/url does not exist'),
      ])
    })
  })

  it('takes what a check says before its defaults', async () => {
    const defaults = 'defaults: { from: [nyc], quorum: any, partial_after: 1m }\n'
    expect(await fleetOf(fleet('', defaults))).toMatchObject({
      from: ['nyc'],
      quorum: 'any',
      partialAfterMs: 60_000,
    })
    expect(await fleetOf(fleet('from: [tag:eu, nyc, fra], quorum: 2', defaults))).toMatchObject({
      from: ['fra', 'nyc', 'ams'],
      quorum: 2,
    })
  })

  it('says in words from where checks are made, and where agents report', async () => {
    const words = describeConfigInWords(await load(fleet('quorum: 2')))
    expect(words).toContain('agents report to 0.0.0.0:9117')
    expect(words).toContain('every 1m  from fra, nyc, ams (down by 2)')
    expect(describeConfig(await load(fleet('from: [nyc]')))).toMatchObject({
      hub: '0.0.0.0:9117',
      checks: [{ from: ['nyc'], quorum: 'majority' }],
    })
  })

  it('is warned of where no agent can be invited: the HTTP API has no token, or is off', async () => {
    const warned = async (top: string) =>
      (await load(fleet('', top))).warnings.map(({ line, message }) => [line, message])
    const told = [1, expect.stringMatching(/^no agent can be invited: .* add `http: { token: /)]
    expect(await warned('')).toEqual([told])
    expect(await warned('http: false\n')).toEqual([told])
    expect(await warned('http: { token: 0123456789abcdef }\n')).toEqual([])
  })

  it('knows from where a check is expected to be down, and until when', async () => {
    const accept = 'accept: [{ location: nyc, until: 2096-12-31, because: no route yet }]'
    expect((await fleetOf(fleet(accept)))?.accepted).toEqual([
      { location: 'nyc', until: Date.UTC(2096, 11, 31), because: 'no route yet' },
    ])
  })

  it('is warned of an outage that is no longer expected, once for all checks', async () => {
    const accept = 'accept: [{ location: nyc, until: 2026-01-31, because: no route yet }]'
    const text = `${fleet('', `defaults: { ${accept} }\n`)}${check().replace('web', 'mail')}\n`
    const { warnings } = await load(
      text.replace('hub: {}', 'http: { token: 0123456789abcdef }\nhub: {}'),
    )
    expect(warnings.map(({ line, message }) => [line, message])).toEqual([
      [4, expect.stringContaining('is no longer expected since 2026-01-31T00:00:00.000Z')],
    ])
  })

  it('says how often checks are made by all locations together', async () => {
    const description = describeConfig(await load(fleet()))
    expect(description).toMatchObject({ checks_per_second: 0.05, locations: ['fra', 'nyc', 'ams'] })
    expect(describeConfigInWords(await load(fleet()))).toContain('0.05 checks/s, from 3 locations')
  })

  it('expects by its defaults what each check can have: only where it is made from', async () => {
    const accept = ['nyc', 'ams'].map(
      (location) => `{ location: ${location}, until: 2096-12-31, because: a }`,
    )
    const defaults = `defaults: { accept: [${accept.join(', ')}] }\n`
    const accepted = async (more: string) =>
      (await fleetOf(fleet(more, defaults)))?.accepted.map(({ location }) => location)
    expect(await accepted('')).toEqual(['nyc', 'ams'])
    expect(await accepted('from: [ams]')).toEqual(['ams'])
    expect(await accepted('from: [fra]')).toEqual([])
  })

  it.each<[string, string, string[]]>([
    [
      'an outage that is accepted of an unknown location by its defaults',
      fleet('', 'defaults: { accept: [{ location: nyk, until: 2096-12-31, because: a }] }\n'),
      ['m.yaml:3:22: there is no location "nyk"; did you mean "nyc"?'],
    ],
    [
      'an unknown location',
      fleet('from: [fra, nyk]'),
      ['m.yaml:4:92: there is no location "nyk"; did you mean "nyc"?'],
    ],
    [
      'an unknown tag',
      fleet('from: ["tag:asia"]'),
      ['m.yaml:4:87: no location has the tag "asia" (tags: eu)'],
    ],
    [
      'no location at all',
      fleet('from: []'),
      [
        'm.yaml:4:86: `from` must be all, or a list of at least one location or tag:NAME, got a list',
      ],
    ],
    [
      'a quorum beyond reach',
      fleet('quorum: 4'),
      ['m.yaml:4:88: `quorum` is 4, but the check has 3 locations: it would never be down'],
    ],
    [
      'a quorum of none',
      fleet('quorum: 0'),
      [
        'm.yaml:4:88: `quorum` must be majority, all, any or a number of locations from 1 to 1000, got 0 (number)',
      ],
    ],
    [
      'an outage that is accepted elsewhere',
      fleet('from: [fra], accept: [{ location: nyc, until: 2096-12-31, because: a }]'),
      ['m.yaml:4:102: the check is not made from "nyc" (from: fra)'],
    ],
    [
      'a location with capitals',
      'hub: {}\nlocations: { FRA: {} }\n',
      [
        'm.yaml:2:14: "FRA" must be a name of lower case letters, digits, - and _, at most 63 characters, such as fra or eu-west-1',
      ],
    ],
    [
      'a location that is the hub itself',
      fleet('', 'location: nyc\n'),
      [
        'm.yaml:2:35: "nyc" is the name of this hub (`location`): the location of an agent needs another, also on this machine',
      ],
    ],
    [
      'locations as a list',
      'hub: {}\nlocations: [fra, nyc]\n',
      [
        'm.yaml:2:12: `locations` must be a mapping of names to settings such as { fra: { tags: [eu] }, nyc: {} }, got a list',
      ],
    ],
    [
      'locations by names that mean something else',
      'hub: {}\nlocations: { all: {}, here: {} }\n',
      [
        'm.yaml:2:14: no location can be called "all": with --from it means every location; choose another name',
        'm.yaml:2:23: no location can be called "here": with --from it means the machine where it is typed; choose another name',
      ],
    ],
    [
      'locations without a hub',
      `locations: { fra: {} }\nchecks:\n${check()}`,
      [
        'm.yaml:1:1: `locations` needs `hub` beside it: where their agents report to; `hub: {}` will do',
      ],
    ],
    [
      'a hub without locations',
      `hub: {}\nchecks:\n${check()}`,
      ['m.yaml:1:1: `hub` needs `locations` beside it: the places whose agents report to it'],
    ],
    [
      'settings without locations',
      `checks:\n${check('from: [fra], quorum: 2')}`,
      [
        'm.yaml:2:80: `from` needs `locations` in the main file: without them every check is made from here',
        'm.yaml:2:93: `quorum` needs `locations` in the main file: without them every check is made from here',
      ],
    ],
    [
      'a certificate without its key',
      fleet().replace('hub: {}', 'hub: { certificate: none.pem, key: none.pem }'),
      [
        'm.yaml:1:21: the file CWD/none.pem does not exist',
        'm.yaml:1:36: the file CWD/none.pem does not exist',
      ],
    ],
    [
      'half a certificate',
      fleet().replace('hub: {}', 'hub: { key: none.pem }'),
      [
        'm.yaml:1:8: `key` of `hub` needs `certificate` beside it',
        'm.yaml:1:13: the file CWD/none.pem does not exist',
      ],
    ],
    [
      'a URL without TLS',
      fleet().replace('hub: {}', 'hub: { urls: ["http://127.0.0.1:1"] }'),
      [
        'm.yaml:1:15: an entry of `urls` must be an https URL such as https://hub.example.com:9117, got "http://127.0.0.1:1" (string)',
      ],
    ],
  ])('is refused with %s', async (_what, text, expected) => {
    const found = await problemsOf(text)
    expect(found.map((each) => each.replaceAll(process.cwd(), 'CWD'))).toEqual(expected)
  })

  describe('and a certificate', () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'monitor-hub-'))
    })
    afterAll(() => rm(folder, { recursive: true }))

    it('is refused with the key of another one', async () => {
      await writeFile(join(folder, 'other.pem'), makeCertificate({ name: 'hub' }).certificate)
      await writeFile(join(folder, 'other.key'), makeCertificate({ name: 'other' }).key)
      const hub = 'hub: { certificate: other.pem, key: other.key }'
      await expect(load(fleet().replace('hub: {}', hub), join(folder, 'm.yaml'))).rejects.toThrow(
        'm.yaml:1:37: `key` of `hub` is not the key of its `certificate`',
      )
    })

    it('has an authority of which agents need one, and watches its file', async () => {
      const { certificate } = makeAuthority('agents')
      await writeFile(join(folder, 'agents.pem'), certificate)
      const path = join(folder, 'm.yaml')
      const config = await load(fleet().replace('hub: {}', 'hub: { client_ca: agents.pem }'), path)
      expect(config.hub?.clientAuthority).toBe(certificate)
      expect(config.files).toContain(join(folder, 'agents.pem'))
      const missing = fleet().replace('hub: {}', 'hub: { client_ca: gone.pem }')
      await expect(load(missing, path)).rejects.toThrow(
        /m\.yaml:1:19: the file .*gone\.pem does not exist/,
      )
    })

    it('reads it, and watches its files', async () => {
      const { certificate, key } = makeCertificate({ name: 'hub' })
      await writeFile(join(folder, 'hub.pem'), certificate)
      await writeFile(join(folder, 'hub.key'), key)
      const text = fleet().replace('hub: {}', 'hub: { certificate: hub.pem, key: hub.key }')
      const config = await load(text, join(folder, 'm.yaml'))
      expect(config.hub?.tls).toEqual({ cert: certificate, key })
      expect(config.files).toContain(join(folder, 'hub.key'))
    })
  })
})
