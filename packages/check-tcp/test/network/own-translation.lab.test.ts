import { createLab, labRequirements, servicesOn, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const PORT = 2000

describe.skipIf(!labs.available)(`this machine's own address translation${leftOut}`, () => {
  it('leads a check of an allowed address to a denied one unseen, as the guide says', async () => {
    await using lab = await createLab()
    await using services = servicesOn(lab.target)
    await services.listen({ port: PORT })
    const { prober, target, elsewhere } = lab
    await prober.run('ip', ['route', 'add', elsewhere.ipv4, 'via', target.ipv4])
    const dnat = `ip daddr ${elsewhere.ipv4} dnat ip to ${target.ipv4}`
    await prober.run('nft', ['add table ip translation'])
    await prober.run('nft', [
      'add chain ip translation out { type nat hook output priority -100; }',
    ])
    await prober.run('nft', [`add rule ip translation out ${dnat}`])
    const policy = { rules: [{ deny: { networks: [target.ipv4] } }] }
    await using checks = await startProber(prober, { policy })
    const denied = await checks.check({ host: target.ipv4, port: PORT, timeout: 2 })
    expect(denied.details.failure).toBe('denied_by_policy')
    const { connected, details } = await checks.check({
      ...{ host: elsewhere.ipv4, port: PORT, timeout: 2 },
    })
    expect({ connected, address: details.address }).toEqual({
      ...{ connected: true, address: elsewhere.ipv4 },
    })
  })
})
