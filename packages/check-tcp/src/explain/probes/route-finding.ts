/** How the kernel would send a packet to the target. */
export interface RouteFinding {
  readonly address: string
  /** Why the kernel would not send at all: a dead route's type (ip-route(8)), or `none` where there is no route. */
  readonly dead?: 'unreachable' | 'prohibit' | 'blackhole' | 'none'
  readonly source_address?: string
  readonly interface?: string
  /** The state of that interface, as the kernel has it in operstate. */
  readonly interface_state?: string
  readonly gateway?: string
  /** What ARP or NDP knows of the next hop: the gateway, or the target itself. */
  readonly neighbour?: { readonly address: string; readonly state: string }
  /** Interfaces that have an address and are down. */
  readonly down_interfaces: readonly string[]
}
