import {
  countPackets,
  createLab,
  drop,
  labRequirements,
  startProber,
  useNameServers,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { PORT, toName, toTarget } from './situation.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Seconds that a machine with much to do may add to a deadline. */
const LATE = 1

describe.skipIf(!labs.available)(`what an explanation lets be${leftOut}`, () => {
  it('sends nothing to an address that the policy denies', async () => {
    await using lab = await createLab()
    const packets = await countPackets(lab.prober, 'meta l4proto { tcp, udp, icmp }')
    await using prober = await startProber(lab.prober, { deny: ['192.0.2.0/24'] })
    const { reasons } = await prober.explain(toTarget(lab), { ports: [22], address: '192.0.2.3' })
    expect(reasons[0]?.reason).toBe('denied_by_policy')
    expect(await packets()).toBe(0)
  })

  it('sends nothing to anybody but the host and the name server', async () => {
    await using lab = await createLab({ router: true })
    await useNameServers(lab.prober, [lab.target.ipv4])
    const elsewhere = `ip daddr != ${lab.target.ipv4} meta l4proto { tcp, udp, icmp }`
    const packets = await countPackets(lab.prober, elsewhere)
    await using prober = await startProber(lab.prober)
    await prober.explain(toTarget(lab), { ports: [22, 80] })
    await prober.explain(toName())
    expect(await packets()).toBe(0)
  })

  it('keeps a deadline that most probes cannot, and ranks what is known by then', async () => {
    await using lab = await createLab()
    await drop(lab.target, { port: PORT })
    await using prober = await startProber(lab.prober)
    const parameters = { ...toTarget(lab), timeout: 0.3 }
    const { probe_time, reasons } = await prober.explain(parameters, { deadline: 0.5 })
    expect(probe_time).toBeLessThan(0.5 + LATE)
    expect(reasons.length).toBeGreaterThan(0)
  })

  it('says what was not asked where the native layer is missing, and explains all the same', async () => {
    await using lab = await createLab({ router: true })
    const { router, target } = lab
    if (router) await drop(router, { port: PORT, chain: 'forward' })
    const explain = `${process.execPath} --no-addons ${COMMAND} explain ${target.ipv4} ${PORT}`
    const script = `${explain} --timeout 1 --output json || test $? = 1`
    const { reasons, not_asked } = JSON.parse(await lab.prober.run('sh', ['-c', script]))
    expect(reasons[0].reason).toBe('port_is_filtered')
    for (const probe of ['path', 'refusal', 'sending', 'stray_segment']) {
      expect(not_asked).toContainEqual({ probe, because: expect.stringContaining('koffi') })
    }
  })
})
