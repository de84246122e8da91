import {
  addDeadRoute,
  addHostNames,
  countSyns,
  createLab,
  drop,
  type Lab,
  labRequirements,
  reject,
  servicesOn,
  setLinkDown,
  startDnsmasq,
  useNameServers,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND, type Finished, RunningCommand } from './support/run-command.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const PORT = 2000

/** Runs the built command on the lab's prober. */
function runThere({ prober }: Lab, ...args: readonly string[]): Promise<Finished> {
  const inside = ['netns', 'exec', prober.namespace, process.execPath, COMMAND, ...args]
  return new RunningCommand('ip', inside).finished
}

interface Case {
  readonly title: string
  readonly arrange: (lab: Lab) => Promise<unknown>
  readonly host?: (lab: Lab) => string
}

const toElsewhere = ({ elsewhere }: Lab) => elsewhere.ipv4

/** Nothing of what was asked has come to the target, and this machine knows. */
const UNSENT: readonly Case[] = [
  {
    title: 'there is no network at all',
    arrange: ({ prober }) => prober.ip('link', 'del', 'eth0'),
  },
  { title: 'the own link is down', arrange: ({ prober }) => setLinkDown(prober) },
  { title: 'the own link has no carrier', arrange: ({ target }) => setLinkDown(target) },
  {
    title: 'there is no IPv6 here',
    arrange: ({ prober }) => prober.set('net.ipv6.conf.all.disable_ipv6', 1),
    host: ({ target }) => target.ipv6,
  },
  ...(['unreachable', 'throw', 'prohibit', 'blackhole'] as const).map((type) => ({
    title: `the route is of type ${type}`,
    arrange: ({ prober, elsewhere }: Lab) => addDeadRoute(prober, type, elsewhere.ipv4),
    host: toElsewhere,
  })),
  ...(['tcp-reset', 'port-unreachable', 'admin-prohibited', 'host-unreachable'] as const).map(
    (how) => ({
      title: `the own firewall rejects with ${how}`,
      arrange: ({ prober }: Lab) => reject(prober, { port: PORT, chain: 'output' }, how),
    }),
  ),
  {
    title: 'nobody answers for the gateway',
    arrange: ({ prober, absent }) => prober.ip('route', 'add', 'default', 'via', absent.ipv4),
    host: toElsewhere,
  },
]

describe.skipIf(!labs.available)(`wait --until closed on a name${leftOut}`, () => {
  const until = ['--until', 'closed', '--interval', '0.05']

  it('fails at once where the name does not exist, and says so', async () => {
    await using lab = await createLab()
    await startDnsmasq(lab.target, { 'other.test': [lab.target.ipv4] })
    await useNameServers(lab.prober, [lab.target.ipv4])
    const wait = await runThere(lab, 'wait', 'name.test', `${PORT}`, ...until, '--for', '3600')
    expect(wait).toMatchObject({ code: 1, stdout: expect.stringContaining('Host not found') })
    expect(wait.stderr).toBe(
      'check-tcp: name.test does not exist, so there is no port to be closed; check the spelling of the name\n',
    )
  })

  it('fails at once where the name has no address of the wanted family, and says so', async () => {
    await using lab = await createLab()
    await startDnsmasq(lab.target, { 'name.test': [lab.target.ipv6] })
    await useNameServers(lab.prober, [lab.target.ipv4])
    await addHostNames(lab.prober, { 'in-hosts.test': [lab.target.ipv4] })
    for (const [name, family] of [
      ['name.test', '4'],
      ['in-hosts.test', '6'],
    ] as const) {
      const args = ['wait', `${name}:${PORT}`, ...until, '--family', family, '--for', '3600']
      const wait = await runThere(lab, ...args)
      expect(wait).toMatchObject({
        code: 1,
        stderr: `check-tcp: ${name} exists, but has no IPv${family} address, so there is no port to be closed\n`,
      })
    }
  })

  it('fails where no name server answered, and says that nothing was learned', async () => {
    await using lab = await createLab()
    await useNameServers(lab.prober, [lab.target.ipv4])
    const wait = await runThere(lab, 'wait', 'name.test', `${PORT}`, ...until, '--for', '0.5')
    expect(wait).toMatchObject({
      code: 1,
      stderr: `check-tcp: could not find out within 0.5 s whether name.test:${PORT} is closed: nothing listens where the name server ${lab.target.ipv4} should be\n`,
    })
  })

  it('fails where the name servers are not asked, although the name existed', async () => {
    await using lab = await createLab()
    await using onTarget = servicesOn(lab.target)
    await onTarget.listen({ port: PORT })
    await lab.prober.writeEtc('nsswitch.conf', 'hosts: files\n')
    await useNameServers(lab.prober, [lab.target.ipv4])
    const wait = await runThere(lab, 'wait', 'name.test', `${PORT}`, ...until, '--for', '0.5')
    expect(wait).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the name servers were not asked'),
    })
  })

  it('ends well where the name existed and is gone', async () => {
    await using lab = await createLab()
    await using onTarget = servicesOn(lab.target)
    await onTarget.listen({ port: PORT })
    await startDnsmasq(lab.target, { 'other.test': [lab.target.ipv4] })
    await useNameServers(lab.prober, [lab.target.ipv4])
    await addHostNames(lab.prober, { 'name.test': [lab.target.ipv4] })
    const syns = await countSyns(lab.prober, lab.target.ipv4, 4)
    const waiting = runThere(lab, 'wait', 'name.test', `${PORT}`, ...until, '--for', '3600')
    while ((await syns()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    await lab.prober.writeEtc('hosts', '127.0.0.1 localhost\n')
    expect(await waiting).toMatchObject({
      code: 0,
      stdout: `name.test:${PORT} is closed: Host not found\n`,
    })
  })
})

describe.skipIf(!labs.available)(`what this machine could not send${leftOut}`, () => {
  it.each(UNSENT)('is no closed port: $title', async ({ arrange, host }) => {
    await using lab = await createLab()
    await arrange(lab)
    const target = host?.(lab) ?? lab.target.ipv4
    const check = await runThere(lab, target, `${PORT}`, '--expect', 'closed', '--timeout', '5')
    expect(check).toMatchObject({ code: 1, stdout: expect.stringContaining(' - fault: local\n') })
    const filtered = ['--expect', 'filtered', '--timeout', '5', '--output', 'json']
    const asJson = JSON.parse((await runThere(lab, target, `${PORT}`, ...filtered)).stdout)
    expect(asJson).toMatchObject({ status: 'error', details: { found: 'unknown', fault: 'local' } })
    const nagios = ['--expect', 'closed', '--timeout', '5', '--output', 'nagios']
    expect(await runThere(lab, target, `${PORT}`, ...nagios)).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^TCP UNKNOWN - /),
    })
    const wait = ['wait', target, `${PORT}`, '--until', 'closed', '--for', '0.5']
    expect(await runThere(lab, ...wait)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^check-tcp: could not find out within 0\.5 s whether \S+ is closed: .+\n$/,
      ),
    })
  })

  it.each(UNSENT)('is booked as explain books it: $title', async ({ arrange, host }) => {
    await using lab = await createLab()
    await arrange(lab)
    const target = host?.(lab) ?? lab.target.ipv4
    const explained = await runThere(
      lab,
      'explain',
      target,
      `${PORT}`,
      '--timeout',
      '5',
      '-o',
      'json',
    )
    const { result, reasons } = JSON.parse(explained.stdout)
    expect(result.details.fault).toBe('local')
    expect(reasons[0]).toMatchObject({ fault: 'local' })
  })

  it.each([
    ['a router answers host-unreachable', 'host-unreachable'],
    ['a router answers admin-prohibited', 'admin-prohibited'],
    ['a router answers net-unreachable', 'net-unreachable'],
  ] as const)('is told from a port that is filtered: %s', async (_, how) => {
    await using lab = await createLab({ router: true })
    if (lab.router) await reject(lab.router, { port: PORT, chain: 'forward' }, how)
    for (const expected of ['closed', 'filtered']) {
      const check = await runThere(lab, lab.target.ipv4, `${PORT}`, '--expect', expected)
      expect(check).toMatchObject({ code: 0, stdout: expect.stringContaining('is filtered') })
    }
    const { code, stdout } = await runThere(lab, lab.target.ipv4, `${PORT}`, '--expect', 'refused')
    expect(code).toBe(1)
    expect(stdout).toMatch(/Expected refused, found filtered .*fault: network/)
    expect(stdout).toContain('- A firewall blocks this port')
    const wait = ['wait', lab.target.ipv4, `${PORT}`, '--until', 'closed', '--for', '5']
    expect(await runThere(lab, ...wait)).toMatchObject({ code: 0, stderr: '' })
  })

  it('leaves open what a silence shorter than the timeout means, and says so', async () => {
    await using lab = await createLab()
    await drop(lab.target, { port: PORT })
    const wait = ['wait', lab.target.ipv4, `${PORT}`, '--for', '0.5', '--timeout', '5']
    expect(await runThere(lab, ...wait, '--until', 'closed')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        ': no answer so far, and silence counts as closed only after',
      ),
    })
    expect(await runThere(lab, ...wait)).toMatchObject({
      code: 1,
      stderr: `check-tcp: ${lab.target.ipv4}:${PORT} was not open within 0.5 s\n`,
    })
  })

  it('is told from a host of the local network that is off', async () => {
    await using lab = await createLab()
    const wait = ['wait', lab.absent.ipv4, `${PORT}`, '--until', 'closed', '--for', '20']
    const { code, stdout } = await runThere(lab, ...wait, '--timeout', '5')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${lab.absent.ipv4}:${PORT} is closed: Network unreachable\n`,
    })
  })
})
