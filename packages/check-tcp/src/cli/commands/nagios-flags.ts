/** What a refused connection may count as. */
export const REFUSED_STATES = ['ok', 'warn', 'crit'] as const

/** The flags of check_tcp, as commander hands them over. */
export interface NagiosFlags {
  readonly hostname?: string
  readonly port?: string
  readonly warning?: string
  readonly critical?: string
  readonly timeout: string
  readonly useIpv4?: boolean
  readonly useIpv6?: boolean
  readonly refuse: (typeof REFUSED_STATES)[number]
  readonly send?: string
  readonly expect?: readonly string[]
  readonly escape?: boolean
  readonly ssl?: boolean
  readonly certificate?: string
  readonly attempts: string
  readonly retryDelay: string
  readonly policy?: string
  readonly verbose?: boolean
}
