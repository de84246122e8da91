import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { IpAddress } from '../../core/target/ip-address.js'
import { runTool } from '../../engine/run-tool.js'
import { isNotAsked, type NotAsked, notAsked, type Probe, type ProbeContext } from '../probe.js'
import type { RouteFinding } from './route-finding.js'
import { routeFromProc } from './route-from-proc.js'

/** What ip(8) says on standard error of each kind of dead route. */
const DEAD_ROUTES = [
  [/No route to host/, 'unreachable'],
  [/Permission denied/, 'prohibit'],
  [/Invalid argument/, 'blackhole'],
  [/Network is unreachable/, 'none'],
] as const

const LOOK_EVERY_MS = 200

export const routeProbe: Probe<'route', RouteFinding> = {
  name: 'route',
  asks: 'which route the kernel would use, and whether the next hop answers',
  cost: 'reads tables of this machine, sends nothing',
  needs: 'the program ip, or /proc/net/route',

  async ask(context) {
    const { address, signal } = context
    if (!address) return notAsked('no address is known')
    const down_interfaces = await downInterfaces(signal)
    const route = await routeTo(address, signal)
    if (isNotAsked(route)) return route
    const nextHop = route.gateway ?? address.text
    const state = route.interface && operState(route.interface)
    const finding = {
      address: address.text,
      ...route,
      ...(state ? { interface_state: state } : {}),
      down_interfaces,
    }
    if (!route.interface || context.isThisMachine) return finding
    const neighbour = await neighbourState(nextHop, route.interface, context)
    return {
      ...finding,
      ...(neighbour ? { neighbour: { address: nextHop, state: neighbour } } : {}),
    }
  },
}

type Way = Pick<RouteFinding, 'dead' | 'source_address' | 'interface' | 'gateway'>

async function routeTo(address: IpAddress, signal: AbortSignal): Promise<Way | NotAsked> {
  const [bare = '', zone] = address.text.split('%')
  const output = await runTool(
    'ip',
    ['-json', 'route', 'get', bare, ...(zone ? ['oif', zone] : [])],
    signal,
  )
  if (isNotAsked(output)) return routeFromProc(address) ?? output
  if (output.code !== 0) {
    const dead = DEAD_ROUTES.find(([text]) => text.test(output.stderr))?.[1]
    return dead ? { dead } : notAsked(`ip says: ${output.stderr.trim()}`)
  }
  const [route] = parseList(output.stdout)
  const { type, dev, prefsrc, gateway } = route ?? {}
  // ip(8) prints a dead IPv6 route like any other.
  const dead = DEAD_ROUTES.map(([, kind]) => kind).find((kind) => kind === type)
  if (dead) return { dead }
  return {
    ...(typeof prefsrc === 'string' ? { source_address: prefsrc } : {}),
    ...(typeof dev === 'string' ? { interface: dev } : {}),
    ...(typeof gateway === 'string' ? { gateway } : {}),
  }
}

async function downInterfaces(signal: AbortSignal): Promise<readonly string[]> {
  const output = await runTool('ip', ['-json', 'address', 'show'], signal)
  if (isNotAsked(output) || output.code !== 0) return []
  return parseList(output.stdout).flatMap(({ ifname, flags, addr_info }) => {
    if (typeof ifname !== 'string' || !Array.isArray(flags) || flags.includes('LOOPBACK')) return []
    const isMeantToWork = Array.isArray(addr_info) && addr_info.length > 0
    return isMeantToWork && !flags.includes('UP') ? [ifname] : []
  })
}

function operState(device: string): string | undefined {
  try {
    return readFileSync(`/sys/class/net/${device}/operstate`, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Waits, for a while, for the kernel to have made up its mind: it asks three times, a second apart. */
async function neighbourState(
  address: string,
  device: string,
  { signal, budgetMs }: ProbeContext,
): Promise<string | undefined> {
  const endMs = performance.now() + budgetMs * 0.8
  for (;;) {
    const output = await runTool(
      'ip',
      ['-json', 'neigh', 'show', 'to', address, 'dev', device],
      signal,
    )
    if (isNotAsked(output) || output.code !== 0) return undefined
    const states = parseList(output.stdout)[0]?.state
    const state = Array.isArray(states) ? String(states[0]).toLowerCase() : undefined
    const isDecided = state !== undefined && !['incomplete', 'delay', 'probe'].includes(state)
    if (isDecided || state === undefined || performance.now() > endMs) return state
    await delay(LOOK_EVERY_MS, undefined, { signal })
  }
}

/** ip(8) prints a list of objects, or nothing at all. */
function parseList(text: string): readonly Readonly<Record<string, unknown>>[] {
  const parsed: unknown = text.trim() === '' ? [] : JSON.parse(text)
  return Array.isArray(parsed) ? parsed : []
}
