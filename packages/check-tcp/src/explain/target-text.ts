import { hostAndPort } from '../core/target/host-and-port.js'

/** `example.com:80`, `[::1]:80` */
export function targetText(host: string, port: number): string {
  return hostAndPort(host, port)
}
