import type { CheckResult } from 'check-tcp'
import {
  countSyns,
  createLab,
  type Lab,
  servicesOn,
  startProber,
  useNameServers,
} from 'check-tcp-lab'
import fc from 'fast-check'
import { expect } from 'vitest'
import { parseHost } from '../../src/core/target/host.js'
import { parseIpAddress } from '../../src/core/target/ip-address.js'
import { denyNetworks } from '../../src/policy/policy.js'
import { type SpelledAddress, spelledAddress } from '../fuzz/address-spellings.js'
import { seededRandom } from '../support/seeded-random.js'

const PORT = 2_000
const AT_ONCE = 200

/** What is denied, and addresses in it that a hostile name may have. */
const DENIED = {
  '10.0.0.0/8': ['10.1.2.3', '::ffff:10.1.2.3'],
  '169.254.0.0/16': ['169.254.169.254'],
  '127.0.0.0/8': ['127.0.0.1', '127.9.9.9'],
  'fc00::/7': ['fd00:ec2::254', 'fc00::1'],
  '64:ff9b::/96': ['64:ff9b::a01:203', '64:ff9b::7f00:1'],
  '2002::/16': ['2002:a01:203::1'],
} as const

const NETWORKS = Object.keys(DENIED)

/** SYNs to denied networks that left the prober, as the kernel counts them. */
async function countDenied({ prober }: Lab): Promise<() => Promise<number>> {
  const counts = await Promise.all(
    NETWORKS.map((network) => countSyns(prober, network, network.includes(':') ? 6 : 4)),
  )
  return async () => {
    const numbers = await Promise.all(counts.map((count) => count()))
    return numbers.reduce((sum, one) => sum + one, 0)
  }
}

/** A lab in which every address would be reached, and whose name server answers each query otherwise. */
async function hostileLab(): Promise<Lab> {
  const lab = await createLab()
  const { prober, target } = lab
  await prober.run('ip', ['route', 'add', 'default', 'via', target.ipv4])
  await prober.run('ip', ['-6', 'route', 'add', 'default', 'via', target.ipv6])
  const services = servicesOn(target)
  await services.listen({ port: PORT })
  const hostile = Object.values(DENIED).flat()
  const turns = hostile.flatMap((address) => [
    [address],
    [target.ipv4, address],
    [target.ipv4, target.ipv6],
    [address, target.ipv6],
  ])
  await services.serveNames([{ name: '*', answer: [target.ipv4, target.ipv6], turns }])
  await useNameServers(prober, [target.ipv4])
  return lab
}

/** Checks hostile names with a policy that denies the networks: none of them is sent a SYN. */
export async function expectNoSynToDenied({
  names,
  seed,
}: {
  readonly names: number
  readonly seed: number
}): Promise<void> {
  const lab = await hostileLab()
  try {
    const count = await countDenied(lab)
    await using open = await startProber(lab.prober)
    // The counters count, and the way is open: without a policy the same lab sends SYNs there.
    await open.check({ host: '10.1.2.3', port: PORT, timeout: 0.2 })
    const before = await count()
    expect(before).toBeGreaterThan(0)

    const random = seededRandom(seed)
    await using prober = await startProber(lab.prober, { deny: NETWORKS })
    const parameters = Array.from({ length: names }, (_, index) => ({
      host: `n${index}-${Math.floor(random() * 1e9)}.hostile.test`,
      port: PORT,
      timeout: 5,
      addresses: random() < 0.5 ? ('any' as const) : ('all' as const),
      attempts: random() < 0.2 ? 2 : 1,
      retry_delay: 0,
    }))
    const outcomes = tally(await prober.checkAll(parameters, AT_ONCE))
    expect(await count()).toBe(before)
    // Both kinds came up, so that the names were hostile and not merely dead.
    expect(outcomes.connected).toBeGreaterThan(names / 20)
    expect(outcomes.denied).toBeGreaterThan(names / 20)
  } finally {
    await lab.dispose()
  }
}

/** Checks denied addresses in every spelling there is: none is sent a SYN. */
export async function expectNoSynToSpellings({
  spellings,
  seed,
}: {
  readonly spellings: number
  readonly seed: number
}): Promise<void> {
  const policy = denyNetworks(NETWORKS)
  const isDenied = ({ canonical }: SpelledAddress) => {
    const address = parseIpAddress(canonical)
    return address !== undefined && !policy.decide(address, PORT, { name: undefined }).allowed
  }
  const denied = fc.sample(spelledAddress.filter(isDenied), { numRuns: spellings, seed })
  const hosts = denied
    .map(({ spelling }) => spelling)
    .filter((spelling) => parseHost(spelling).kind === 'address')
  const lab = await hostileLab()
  try {
    const count = await countDenied(lab)
    const parameters = hosts.map((host) => ({ host, port: PORT, timeout: 0.2 }))
    await using open = await startProber(lab.prober)
    // The way is open: without a policy the same spellings send SYNs there.
    await open.checkAll(parameters.slice(0, 100), AT_ONCE)
    const before = await count()
    expect(before).toBeGreaterThan(0)

    await using prober = await startProber(lab.prober, { deny: NETWORKS })
    const { denied } = tally(await prober.checkAll(parameters, AT_ONCE))
    expect(await count()).toBe(before)
    expect(denied).toBe(hosts.length)
    expect(hosts.length).toBeGreaterThan(spellings / 2)
  } finally {
    await lab.dispose()
  }
}

function tally(results: readonly CheckResult[]) {
  const of = (is: (result: CheckResult) => boolean) => results.filter(is).length
  return {
    connected: of(({ connected }) => connected),
    denied: of(({ details }) => details.failure === 'denied_by_policy'),
  }
}
