import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import {
  addHostNames,
  createLab,
  type Lab,
  labRequirements,
  recordSynTimes,
  servicesOn,
} from 'check-tcp-lab'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** What the guard lets through without a word. */
const MAX_PORTS = 100

describe.skipIf(!labs.available)(`several processes of one user${leftOut}`, () => {
  let lab: Lab
  beforeEach(async () => {
    lab = await createLab()
  })
  afterEach(() => lab.dispose())

  async function check(words: readonly string[], stdin = '', env: Record<string, string> = {}) {
    const command = ['netns', 'exec', lab.prober.namespace, process.execPath, COMMAND, ...words]
    const child = spawn('ip', command, { env: { ...process.env, ...env } })
    child.stdin.end(stdin)
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    return { code: child.exitCode, stdout, stderr }
  }

  it('scan no more ports of an address together than one may, whatever their environment', async () => {
    await using folder = await temporaryFolder()
    const { ipv4 } = lab.target
    const ended = []
    for (const [index, ports] of ['1-60', '61-120', '1-60'].entries()) {
      const place = `${folder.path}/${index}`
      const env = { XDG_RUNTIME_DIR: place, TMPDIR: place, HOME: place }
      ended.push(await check([`${ipv4}:${ports}`, '--timeout', '2'], '', env))
    }
    expect(ended.map(({ code }) => code)).toEqual([1, 2, 1])
    expect(ended[1]?.stderr).toContain(`scan guard: more than 100 ports of ${ipv4}`)
  })

  it('scan no more at the same time, in whatever spelling', async () => {
    const { ipv4, ipv6 } = lab.target
    const upper = ipv6.toUpperCase()
    const spellings = [
      [ipv4, `::ffff:${ipv4}`, `[::FFFF:${ipv4}]`],
      [ipv6, `${upper}%2`, `${ipv6}%02`],
    ]
    for (const [of, hosts] of spellings.entries()) {
      const runs = hosts.map((host, run) => {
        const bare = host.replaceAll(/[[\]]/g, '')
        const lines = Array.from({ length: 60 }, (_, at) => {
          const port = 1 + at + 60 * run
          return bare.includes(':') ? `[${bare}]:${port}\n` : `${bare}:${port}\n`
        })
        return check(['--targets', '-', '--output', 'ndjson', '--timeout', '2'], lines.join(''))
      })
      const results = (await Promise.all(runs)).flatMap(({ stdout }) =>
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      )
      const denied = results.filter(({ details }) => details.failure === 'denied_by_policy')
      expect(results).toHaveLength(180)
      expect([of, results.length - denied.length]).toEqual([of, MAX_PORTS])
      for (const { details } of denied) expect(details.cause).toContain('scan guard: ')
    }
  })

  it('take turns at one host, be it by its name, with a dot at its end, or by its address', async () => {
    await using folder = await temporaryFolder()
    await using services = servicesOn(lab.target)
    await services.listen({ port: 80 })
    const { ipv4 } = lab.target
    const policy = await folder.write('policy.yaml', 'limits: { per_host: 1 }\n')
    const finish = await recordSynTimes(lab.target, 80)
    const words = ['--policy', policy, '--output', 'ndjson']
    await addHostNames(lab.prober, { 'host.test': [ipv4] })
    const hosts = [ipv4, `::ffff:${ipv4}`, 'host.test', 'host.test.', 'HOST.test']
    await Promise.all(
      hosts.map((host, index) => {
        const target = host.includes(':') ? `[${host}]:80` : `${host}:80`
        return check([target, ...words], '', { XDG_RUNTIME_DIR: `${folder.path}/${index}` })
      }),
    )
    const times = await finish()
    expect(times).toHaveLength(hosts.length)
    // 4 s from the first turn to the last; 3 s if one of them took turns of its own. Between the two lies what a busy machine
    // may take from a turn to its SYN.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(3_400)
  })
})
