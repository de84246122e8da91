/** `example.com:80`, `[::1]:80` */
export function targetText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
