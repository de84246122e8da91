import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCommand } from '../../../check-tcp/test/cli/support/run-command.js'
import { startOnTerminal } from '../../../check-tcp/test/cli/support/run-on-terminal.js'
import { listening } from '../../../check-tcp/test/support/listening.js'
import { DEFAULT_AGENT_SETTINGS } from '../../src/config/read-agent-settings.js'
import { DENY_LOOPBACK, RunningFleet, TOKEN } from './running-fleet.js'

const AD_HOC = { ...DEFAULT_AGENT_SETTINGS, adHoc: true }

describe('check-tcp HOST:PORT --from', () => {
  let fleet: RunningFleet
  let port: number
  let gone: number
  beforeAll(async () => {
    fleet = await RunningFleet.create()
    const web = await fleet.serve()
    const closed = await fleet.serve()
    await closed.close()
    ;[port, gone] = [web.port, closed.port]
    const check = `- { name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }`
    await fleet.startHub([check], '{ fra: { tags: [eu] }, nyc: {}, ams: { tags: [eu] }, lon: {} }')
    await fleet.startAgent('fra', undefined, AD_HOC)
    await fleet.startAgent('nyc', undefined, AD_HOC)
    await fleet.startAgent('ams', DENY_LOOPBACK, AD_HOC)
    await vi.waitFor(() => expect(fleet.said('web')).toMatchObject({ fra: 'up', nyc: 'up' }), {
      timeout: 60_000,
    })
  })
  afterAll(() => fleet[Symbol.asyncDispose]())

  const env = () => ({ CHECK_TCP_HUB: fleet.hub?.url ?? '', CHECK_TCP_HUB_TOKEN: TOKEN })
  const run = (...words: string[]) => startCommand(words, { env: env() }).finished

  it('prints what each location sees, and what follows from that', async () => {
    const { code, stdout, stderr } = await run(`127.0.0.1:${gone}`, '--from', 'fra,nyc,here')
    expect([code, stderr]).toEqual([1, ''])
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toBe(`127.0.0.1:${gone}`)
    expect(lines).toEqual([
      expect.stringMatching(/^fra {3}Connection refused +[\d.]+ (µs|ms)$/),
      expect.stringMatching(/^nyc {3}Connection refused +[\d.]+ (µs|ms)$/),
      expect.stringMatching(/^here {2}Connection refused +[\d.]+ (µs|ms)$/),
      '',
      'Connection refused from everywhere (fra, nyc and here)',
      'first step: The host answers everybody: check the service on it',
    ])
  })

  it('asks all of them, or those with a tag, each once, and says who cannot tell', async () => {
    const { code, stdout } = await run(`127.0.0.1:${port}`, '--from', 'all,tag:eu,fra')
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(1, 5)).toEqual([
      expect.stringMatching(/^fra {2}connected /),
      expect.stringMatching(/^nyc {2}connected /),
      expect.stringMatching(/^ams {2}Denied by policy/),
      expect.stringMatching(/^lon {2}cannot tell {9,}no agent has joined from there$/),
    ])
    expect(stdout).toContain('As expected from fra and nyc; not seen from ams and lon\n')
  })

  it.each([
    [['--from', 'fra,here'], 0],
    [['--from', 'ams'], 3],
    [['--from', 'ams,fra'], 3],
    [['--from', 'here'], 0],
  ])('ends as a plain check does: %j', async (words, exit) => {
    expect((await run(`127.0.0.1:${port}`, ...words)).code).toBe(exit)
  })

  it('prints the formats that a plain check has, called by their locations', async () => {
    const words = [`127.0.0.1:${port}`, '--from', 'fra,here', '--output']
    const { stdout } = await run(...words, 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      target: { host: '127.0.0.1', port },
      locations: [
        { location: 'fra', result: { status: 'success', port } },
        { location: 'here', result: { status: 'success', port } },
      ],
      comparison: { sentence: 'As expected from everywhere (fra and here)', looks: [] },
    })
    expect((await run(...words, 'tap')).stdout).toMatch(/^ok 1 - fra/m)
    expect((await run(...words, 'nagios')).code).toBe(0)
  })

  it('says in JSON too what follows, and who made no check', async () => {
    const { stdout } = await run(`127.0.0.1:${gone}`, '--from', 'fra,nyc,lon', '--output', 'json')
    const { locations, comparison } = JSON.parse(stdout)
    expect(locations.at(-1)).toEqual({
      location: 'lon',
      error: 'no agent has joined from there',
    })
    expect(comparison).toEqual({
      sentence: 'Connection refused from fra and nyc; not seen from lon',
      looks: [],
      first_step: { text: 'The host answers everybody: check the service on it' },
    })
  })

  it('says that the port of the agents is not the one to ask', async () => {
    const { host } = new URL(fleet.hub?.hub?.url ?? '')
    const words = ['127.0.0.1:1', '--from', 'fra', '--hub']
    const hint = /; the URL must be that of its HTTP API \(`http\.listen`, port 9116 by default\)/
    for (const [url, why] of [
      [`https://${host}`, 'its certificate is not trusted here'],
      [`http://${host}`, 'what answers there is not HTTP'],
    ] as const) {
      const { code, stderr } = await run(...words, url)
      expect(code).toBe(2)
      expect(stderr).toContain(`cannot be asked: ${why}`)
      expect(stderr).toMatch(hint)
    }
  })

  it('takes hub and token from the command line too', async () => {
    const file = join(fleet.folder, 'token')
    await writeFile(file, `${TOKEN}\n`)
    const hub = ['--hub', `${fleet.hub?.url}/`, '--hub-token-file', file]
    const words = [`127.0.0.1:${port}`, '--from', 'fra', ...hub]
    expect(await startCommand(words).finished).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    [
      ['--from', 'lon,fre'],
      /the hub has no location "fre" \(it has fra, nyc, ams, lon, and here\)/,
    ],
    [['--from', 'tag:us'], /no location of the hub has the tag "us" \(its tags are eu\)/],
    [['--from', 'fra', '--hub', 'ftp://x'], /--hub must be an http or https URL, got "ftp:\/\/x"/],
    [['--from', 'fra', '--send', 'x'], /--send cannot be asked of other locations/],
    [['--from', 'fra', '--timeout', '90'], /the check may take 60 s altogether/],
    [['--from', ','], /--from needs the name of a location/],
    [
      ['--from', 'fra', '--hub', 'http://127.0.0.1:9'],
      /the hub at http:\/\/127.0.0.1:9 cannot be asked/,
    ],
    [
      ['--from', 'fra', '--hub-token-file', '/nowhere'],
      /--hub-token-file \/nowhere: does not exist/,
    ],
    [['--hub', 'http://127.0.0.1:9'], /need --from/],
    [['--from', 'fra', '--targets', '-'], /--from takes one target/],
  ])('refuses %j in one clear message', async (words, message) => {
    const { code, stdout, stderr } = await run(`127.0.0.1:${port}`, ...words)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('says so where no hub or no token is named, or the token is another', async () => {
    const words = [`127.0.0.1:${port}`, '--from', 'fra']
    const { stderr } = await startCommand(words).finished
    expect(stderr).toMatch(/--from needs the hub: --hub URL, or CHECK_TCP_HUB/)
    const hub = { CHECK_TCP_HUB: fleet.hub?.url ?? '' }
    expect((await startCommand(words, { env: hub }).finished).stderr).toMatch(/needs the token/)
    const wrong = { ...hub, CHECK_TCP_HUB_TOKEN: 'wrong' }
    expect((await startCommand(words, { env: wrong }).finished).stderr).toMatch(
      /did not do that: the token is not the right one/,
    )
  })

  it('shows who waits for whom, and ends at Ctrl-C', async () => {
    // It says nothing, so that a TLS handshake waits for its whole time.
    await using quiet = await listening()
    const words = [`127.0.0.1:${quiet.port}`, '--from', 'fra,here', '--tls', '--timeout', '30']
    const running = startOnTerminal(words, { env: env() })
    await running.seen('stdout', /waiting for fra: 127\.0\.0\.1:\d+/)
    await running.seen('stdout', /waiting for here: 127\.0\.0\.1:\d+/)
    running.write('\u0003')
    expect((await running.finished).code).toBe(130)
  })
})
