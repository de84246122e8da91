/** An IPv6 address in the brackets that it needs before a port, whether it came with them or not. */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** A target as people write it: `example.com:80`, `[::1]:80`. */
export function hostAndPort(host: string, port: number): string {
  return `${bracketed(host)}:${port}`
}
