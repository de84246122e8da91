import { isThisMachine } from 'check-tcp/parameters'

/** Whether an address leads to the machine itself (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopback(address: string): boolean {
  return isThisMachine(address.replace(/^::ffff:/i, ''))
}

/** A proxy in front lets others in, though it asks from this machine (RFC 7239, and what was usual before it). */
export function isForwarded(headers: Headers): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some((name) =>
    headers.has(name),
  )
}
