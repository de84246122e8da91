import { readFileSync } from 'node:fs'

/** The port of a TCP service by its name or alias in services(5). */
export function findInEtcServices(name: string, path = '/etc/services'): number | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  for (const line of text.split('\n')) {
    const [official, portAndProtocol = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/)
    const [port, protocol] = portAndProtocol.split('/')
    if (protocol !== 'tcp') continue
    if (official === name || aliases.includes(name)) return Number(port)
  }
  return undefined
}
