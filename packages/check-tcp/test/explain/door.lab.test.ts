import { join } from 'node:path'
import {
  addHostNames,
  countConnects,
  countPackets,
  createLab,
  drop,
  type Lab,
  labRequirements,
  startProber,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { PORT, toName, toTarget } from './situation.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Turns may be taken 1 % early, and the first one at once. */
function mostIn(seconds: number, rate: number): number {
  return Math.floor(seconds * rate * 1.01) + 1
}

async function command(lab: Lab, words: string): Promise<string> {
  const script = `${process.execPath} ${COMMAND} ${words} || test $? = 1`
  return lab.prober.run('sh', ['-c', script])
}

describe.skipIf(!labs.available)(`every packet of an explanation${leftOut}`, () => {
  it.concurrent.each([
    { limits: { rate: 1 }, most: 1 },
    { limits: { rate: 5 }, most: 5 },
    { limits: { per_host: 2 }, most: 2 },
  ])('keeps to $limits, and what had no turn is said', async ({ limits, most }) => {
    await using folder = await temporaryFolder()
    await using lab = await createLab()
    const policy = await folder.write('policy.yaml', JSON.stringify({ rules: [], limits }))
    const packets = await Promise.all([
      countConnects(lab.prober),
      countPackets(lab.prober, 'icmp type echo-request', 'echoes'),
    ])
    const startMs = performance.now()
    const words = `explain ${lab.target.ipv4} ${PORT} --policy ${policy} --deadline 3 --output json`
    const { not_asked } = JSON.parse(await command(lab, words))
    const seconds = (performance.now() - startMs) / 1_000
    const counts = await Promise.all(packets.map((count) => count()))
    const sent = counts.reduce((sum, count) => sum + count, 0)
    expect(sent).toBeGreaterThan(1)
    expect(sent).toBeLessThanOrEqual(mostIn(seconds, most))
    const because = not_asked.map((each: { because: string }) => each.because)
    expect(because).toContain('the rate limits did not let it start in time')
  })

  it.concurrent('leaves one that gets no turn at all within the time that is stated', async () => {
    await using folder = await temporaryFolder()
    await using lab = await createLab()
    const limits = { rate: 0.01 }
    const policy = await folder.write('policy.yaml', JSON.stringify({ rules: [], limits }))
    const words = `${lab.target.ipv4} ${PORT} --policy ${policy} --timeout 1`
    await command(lab, words)
    const startMs = performance.now()
    const said = await command(lab, `explain ${words} --deadline 0.5`)
    // Its turn would have come after 100 s.
    expect(performance.now() - startMs).toBeLessThan(100_000 / 2)
    expect(said).toContain('The rate limits did not let this check start')
  })

  it.concurrent('is on record', async () => {
    await using folder = await temporaryFolder()
    await using lab = await createLab()
    const packets = await Promise.all([
      countConnects(lab.prober),
      countPackets(lab.prober, 'icmp type echo-request', 'echoes'),
    ])
    const directory = join(folder.path, 'audit')
    const text = JSON.stringify({ rules: [], audit: { directory } })
    const policy = await folder.write('policy.yaml', text)
    // So late that no probe is cut off between its record and its packet, however slow the machine is.
    await command(lab, `explain ${lab.target.ipv4} ${PORT} --policy ${policy} --deadline 600`)
    const listed = await command(lab, `audit show --directory ${directory} --output ndjson`)
    const entries = listed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const counts = await Promise.all(packets.map((count) => count()))
    const sent = counts.reduce((sum, count) => sum + count, 0)
    // A raw segment of no connection is neither a SYN nor an echo; here nothing sends one, since the port refuses.
    const recorded = entries.flatMap(({ what }) => what.addresses)
    expect(recorded).toHaveLength(sent)
    expect(new Set(recorded)).toEqual(new Set([lab.target.ipv4]))
  })

  it.concurrent('goes where an allowed host is, when everything else is denied', async () => {
    await using lab = await createLab()
    await addHostNames(lab.prober, { 'name.test': [lab.target.ipv4] })
    const policy = { rules: [{ allow: { hosts: ['name.test'] } }], default: 'deny' } as const
    await using prober = await startProber(lab.prober, { policy })
    const { evidence, not_asked } = await prober.explain(toName(), { ports: [22] })
    expect(Object.keys(evidence)).toEqual(
      expect.arrayContaining(['echo', 'control_ports', 'refusal', 'path', 'sending', 'addresses']),
    )
    expect(evidence.control_ports).toHaveLength(2)
    const because = not_asked.map((each) => each.because).join()
    expect(because).not.toMatch(/policy/)
  })

  it.concurrent('goes to no port of the host that is denied, though the asked one is allowed', async () => {
    await using lab = await createLab()
    const packets = await countPackets(lab.prober, `tcp dport != ${PORT}`)
    const policy = { rules: [{ allow: { ports: [PORT] } }], default: 'deny' } as const
    await using prober = await startProber(lab.prober, { policy })
    const { evidence, not_asked } = await prober.explain(toTarget(lab), { ports: [22] })
    expect(evidence.refusal?.answer).toBe('rst')
    expect(not_asked).toContainEqual({
      probe: 'control_ports',
      because: 'the policy denies it: default: deny',
    })
    expect(await packets()).toBe(0)
  })

  it.concurrent("says so where this machine's own firewall keeps it back", async () => {
    await using lab = await createLab()
    await drop(lab.prober, { port: PORT, chain: 'output' })
    await using prober = await startProber(lab.prober)
    const { not_asked } = await prober.explain(toTarget(lab))
    expect(not_asked).toContainEqual({
      probe: 'stray_segment',
      because: 'this machine did not send the segment (EPERM), as an output rule that drops does',
    })
  })

  it.concurrent('does not go to an address named beside the host by a rule for the host', async () => {
    await using lab = await createLab()
    await addHostNames(lab.prober, { 'name.test': [lab.target.ipv6] })
    const packets = await countPackets(lab.prober, `ip daddr ${lab.target.ipv4}`)
    const policy = { rules: [{ allow: { hosts: ['name.test'] } }], default: 'deny' } as const
    await using prober = await startProber(lab.prober, { policy })
    await prober.explain(toName(), { address: lab.target.ipv4 })
    expect(await packets()).toBe(0)
  })

  it.concurrent('leaves the family alone that is denied, of a name that has both', async () => {
    await using lab = await createLab()
    await addHostNames(lab.prober, { 'name.test': [lab.target.ipv6, lab.target.ipv4] })
    const packets = await countPackets(lab.prober, `ip6 daddr ${lab.target.ipv6} meta l4proto tcp`)
    const policy = { rules: [{ deny: { networks: [lab.target.ipv6] } }] }
    await using prober = await startProber(lab.prober, { policy })
    await prober.explain(toName(), { ports: [22], address: lab.target.ipv6 })
    expect(await packets()).toBe(0)
  })
})
