import type { EngineChoice, PolicyOptions } from 'check-tcp'
import type { Host } from '../network/host.js'
import { callsTo } from '../processes/calls.js'
import { endProcess, startInHost } from '../processes/host-process.js'
import type { ProberMethods, ProberSettings } from './prober-methods.js'

/** A process inside a host that makes checks with the library, its own resolver and engine. */
export interface Prober extends ProberMethods, AsyncDisposable {
  close(): Promise<void>
}

export interface ProberOptions {
  /** How many descriptors the process may have open (`ulimit -n`). */
  readonly descriptorLimit?: number
  /** Takes the right to bind ports below 1024 (CAP_NET_BIND_SERVICE) away. */
  readonly unprivileged?: boolean
  /** Runs as a user who is not root and has none of root's rights. */
  readonly ordinaryUser?: boolean
  /** Networks that the policy denies. */
  readonly deny?: readonly string[]
  /** The policy, where more than networks are to be denied. */
  readonly policy?: PolicyOptions
  /** @default auto */
  readonly engine?: EngineChoice
}

/** Starts a prober. It reads the host's own /etc/hosts and /etc/resolv.conf. */
export async function startProber(host: Host, options: ProberOptions = {}): Promise<Prober> {
  const {
    descriptorLimit,
    unprivileged,
    ordinaryUser,
    deny = [],
    engine = 'auto',
    policy,
  } = options
  const limit = descriptorLimit === undefined ? {} : { descriptorLimit }
  const settings: ProberSettings = { deny, engine, ...limit, ...(policy ? { policy } : {}) }
  const child = startInHost(host, {
    program: 'prober/prober-process.js',
    settings,
    through: [
      ...(unprivileged ? WITHOUT_BIND_RIGHT : []),
      ...(ordinaryUser ? AS_ORDINARY_USER : []),
    ],
  })
  const call = await callsTo<ProberMethods>(child)
  const close = () => endProcess(child)
  return {
    check: (...args) => call('check', ...args),
    checkAll: (...args) => call('checkAll', ...args),
    explain: (...args) => call('explain', ...args),
    useUpDescriptors: () => call('useUpDescriptors'),
    releaseDescriptors: () => call('releaseDescriptors'),
    countDescriptors: () => call('countDescriptors'),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The process stays root, so that it can read the program wherever that lies, yet without this one right. */
const WITHOUT_BIND_RIGHT = [
  'setpriv',
  '--bounding-set=-net_bind_service',
  '--inh-caps=-net_bind_service',
]

/** `nobody` of Debian, who may read the program wherever that lies. */
const AS_ORDINARY_USER = [
  'setpriv',
  ...['--reuid=65534', '--regid=65534', '--clear-groups'],
  ...['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search'],
]
