import { onAbort } from '../core/abort.js'
import { type Clock, systemClock } from '../core/clock.js'
import type { Family } from '../core/target/ip-address.js'
import { openHostsFile, SYSTEM_HOSTS_FILE } from './hosts-file.js'
import { NameLookup, type NameSources } from './name-lookup.js'
import type { Lookup, Resolver } from './resolver.js'
import { ServerHealth } from './server-health.js'

interface SystemResolverOptions {
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default /etc/hosts, or the place where the system keeps it */
  readonly hostsFile?: string
  /** Search domains and options are read from it. @default /etc/resolv.conf */
  readonly resolvConf?: string
  /** Which sources are asked for hosts, nsswitch.conf(5). @default /etc/nsswitch.conf, or none where `servers` are given */
  readonly nsswitchConf?: string
  /** Name servers to ask, as `192.0.2.53` or `192.0.2.53:5353`. @default the system's */
  readonly servers?: readonly string[]
}

/**
 * Resolves as the system does, without its thread pool: the hosts file is read, the name servers are asked through
 * c-ares, and getaddrinfo(3) only for names that neither has. Equal look-ups under way are shared, and one that
 * nobody waits for any more is called off.
 */
export function createSystemResolver(options: SystemResolverOptions = {}): Resolver {
  const clock = options.clock ?? systemClock
  const sources: NameSources = {
    clock,
    health: new ServerHealth(clock),
    hosts: openHostsFile(options.hostsFile ?? SYSTEM_HOSTS_FILE),
    resolvConf: options.resolvConf ?? '/etc/resolv.conf',
    nsswitchConf: options.nsswitchConf ?? (options.servers ? undefined : '/etc/nsswitch.conf'),
    servers: options.servers,
  }
  const underWay = new Map<string, { readonly lookup: NameLookup; waiting: number }>()

  function lookup(name: string, families: readonly Family[], signal: AbortSignal): Lookup {
    const key = `${families.join()} ${name}`
    let shared = underWay.get(key)
    if (!shared?.lookup.isUnderWay) {
      shared = { lookup: new NameLookup(name, families, sources), waiting: 0 }
      underWay.set(key, shared)
    }
    const mine = shared
    const forget = () => {
      if (underWay.get(key) === mine) underWay.delete(key)
    }
    const leave = () => {
      mine.waiting--
      if (mine.waiting > 0) return
      forget()
      mine.lookup.cancel()
    }
    mine.waiting++
    if (signal.aborted) leave()
    else {
      const takeBack = onAbort(signal, leave)
      void mine.lookup.done().then(() => {
        takeBack()
        forget()
      })
    }
    return mine.lookup
  }

  return { lookup }
}
