import type { Facts } from '../facts.js'

/** ip(8) with the flag for the family. */
export function ipOf({ context }: Facts): string {
  return context.address?.family === 6 ? 'ip -6' : 'ip'
}

export function pingOf({ context, host }: Facts): string {
  return `ping ${context.address?.family === 6 ? '-6 ' : ''}-c 3 ${host}`
}

export function traceOf({ context, host, port }: Facts): string {
  return `traceroute ${context.address?.family === 6 ? '-6 ' : ''}-T -p ${port} ${host}`
}

/** `1 hop`, `2 hops` */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
