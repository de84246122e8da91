import { onAbort } from '../core/abort.js'
import { type Clock, sleep } from '../core/clock.js'
import { type Family, type IpAddress, isUnspecified } from '../core/target/ip-address.js'
import type { FamilyAnswer, Lookup, Resolver } from '../resolve/resolver.js'

/** RFC 8305 section 3: how long an IPv4 answer waits for the IPv6 answer that it overtook. */
const RESOLUTION_DELAY_MS = 50

interface LookUpOptions {
  readonly resolver: Resolver
  readonly clock: Clock
  readonly families: readonly Family[]
  /** Aborts when the attempt's time is over or the caller no longer wants it. */
  readonly signal: AbortSignal
  /** Told of a family's addresses as soon as they may be used, and by which name they were found (`FamilyAnswer`). */
  readonly onAddresses: (addresses: readonly IpAddress[], fullName: string | undefined) => void
}

/** Looks a name up once and hands its addresses on as they come; resolves with what each family was answered. */
export async function lookUpAddresses(
  name: string,
  { resolver, clock, families, signal, onAddresses }: LookUpOptions,
): Promise<readonly FamilyAnswer[]> {
  const lookup = resolver.lookup(name, families, signal)
  const answers = new Map(
    families.map((family) => [family, untilAborted(lookup, family, signal)] as const),
  )
  const answer6 = answers.get(6)

  return Promise.all(
    [...answers].map(async ([family, pending]) => {
      const answer = withoutUnspecified(await pending)
      if (answer.kind === 'addresses') {
        if (family === 4 && answer6) {
          await Promise.race([answer6, sleep(clock, RESOLUTION_DELAY_MS, signal)])
        }
        if (!signal.aborted) onAddresses(answer.addresses, answer.fullName)
      }
      return answer
    }),
  )
}

/** The answer, or the silence of the name server once the time is over. */
function untilAborted(lookup: Lookup, family: Family, signal: AbortSignal): Promise<FamilyAnswer> {
  return new Promise((resolve, reject) => {
    const silent = () => {
      const servers = lookup.silentServers?.(family) ?? []
      const said = { kind: 'failed', code: 'ETIMEOUT', cause: 'name_server_silent' } as const
      resolve(servers.length > 0 ? { ...said, servers } : said)
    }
    if (signal.aborted) return silent()
    const takeBack = onAbort(signal, silent)
    lookup.answer(family).finally(takeBack).then(resolve, reject)
  })
}

/**
 * Blocking name servers answer `0.0.0.0` or `::` for names they hide; Linux would take that for this machine and
 * "connect".
 */
function withoutUnspecified(answer: FamilyAnswer): FamilyAnswer {
  if (answer.kind !== 'addresses') return answer
  const addresses = answer.addresses.filter((address) => !isUnspecified(address))
  if (addresses.length > 0) return { ...answer, addresses }
  return { kind: 'none', code: 'ENODATA', cause: 'name_server_blocks_the_name' }
}
