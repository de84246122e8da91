import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runMonitorCommand } from '../../src/cli/index.js'
import { openHttp } from '../../src/http/open-http.js'
import { evidence } from '../history/sample-history.js'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { serveMonitor, TOKEN } from '../support/served-monitor.js'

/** Runs `check-tcp monitor explain` against a monitor that listens at `url`, as its config says. */
async function explain(url: string, words: readonly string[]) {
  using home = temporaryDirectory()
  const config = join(home.path, 'monitor.yaml')
  const { host } = new URL(url)
  const checks =
    '- { name: web, plugin: check_tcp_connection, parameters: { host: 192.0.2.1, port: 1 } }'
  writeFileSync(config, `http: { listen: "${host}", token: ${TOKEN} }\nchecks:\n  ${checks}\n`)
  let out = ''
  let err = ''
  const code = await runMonitorCommand(['explain', ...words, '--config', config], {
    env: {},
    stdin: Readable.from([]),
    async out(text) {
      out += text
    },
    err(text) {
      err += text
    },
    errIsTerminal: false,
    interrupted: new AbortController().signal,
  })
  return { code, out, err }
}

describe('check-tcp monitor explain', () => {
  it('prints what the running monitor finds, and from where', async () => {
    const asked: string[] = []
    await using served = await serveMonitor({
      lookAt: async ({ location }) => {
        asked.push(location)
        return evidence({
          location,
          lines: ['✘ Nothing listens', '     a RST \u001b[2J refused it'],
        })
      },
    })
    const { url, close } = await openHttp(served.options)
    expect(await explain(url, ['web', '--location', 'lab'])).toEqual({
      ...{ code: 0, err: '' },
      out: '✘ Nothing listens\n     a RST \\x1b[2J refused it\nSeen from lab\n',
    })
    expect(asked).toEqual(['lab'])
    await close()
  })

  it('says why it cannot', async () => {
    await using served = await serveMonitor({
      lookAt: async () => ({ because: 'the agent at lab does not answer' }),
    })
    const { url, close } = await openHttp(served.options)
    const unknown = await explain(url, ['wbe'])
    expect(unknown).toMatchObject({ code: 1, out: '' })
    expect(unknown.err).toMatch(
      / did not do that: no check is called "wbe"; did you mean "web"\?\n$/,
    )
    const other = await explain(url, ['something-else'])
    expect(other.err).toMatch(/no check is called "something-else" \(checks: web/)
    const silent = await explain(url, ['web'])
    expect(silent.err).toMatch(/ did not do that: the agent at lab does not answer\n$/)
    await close()
  })
})
