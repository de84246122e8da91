import { isIP } from 'node:net'
import { fnv1a } from 'check-tcp/words'

/**
 * A number that changes with the address: FNV-1a of 32 bits over its 4 or 16 bytes, as blackbox_exporter has it, so
 * that a change of exporters is no change of addresses.
 */
export function addressHash(address: string): number {
  return fnv1a(String.fromCharCode(...bytesOf(address)))
}

/** @param address in dotted decimal or as RFC 4291 section 2.2 has it */
function bytesOf(address: string): readonly number[] {
  const text = address.replace(/%.*$/, '')
  if (isIP(text) === 4) return text.split('.').map(Number)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1]
  if (mapped !== undefined) return mapped.split('.').map(Number)
  const [head = '', tail] = text.split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...new Array<number>(Math.max(0, zeros)).fill(0), ...after]
  return groups.flatMap((group) => [group >> 8, group & 0xff])
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
