import { BlockList, isIPv6 } from 'node:net'
import type { AuthProxy, Role } from '../../core/config/access.js'
import { HttpProblem } from '../problem/http-problem.js'

/** A name of one person: a proxy that adds to a header that its caller sent would make two of it, with a comma between. */
const NAME = /^[^\s,\p{C}](?:[^,\p{C}]{0,198}[^\s,\p{C}])?$/u

/** Whether an address is one that a proxy may ask from. */
export function isProxy({ from }: AuthProxy, address: string): boolean {
  const list = new BlockList()
  for (const each of from) {
    const [network = '', bits] = each.split('/')
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * The user that a proxy vouches for, with their role.
 *
 * @throws {HttpProblem} `unauthorised` where the name cannot be one person's, `forbidden` where nobody gave them a role
 */
export function userOf(
  { header, role: others, roles }: AuthProxy,
  given: string,
): { readonly name: string; readonly role: Role } {
  const name = latin1AsUtf8(given)
  if (!NAME.test(name)) {
    const detail = `the proxy's ${header} is not the name of one user; it must replace what its callers send`
    throw new HttpProblem('unauthorised', detail)
  }
  const role = Object.hasOwn(roles, name) ? roles[name] : others
  if (role) return { name, role }
  const detail = 'this user has no role: see `auth_proxy` of `http` in the config'
  throw new HttpProblem('forbidden', detail)
}

/** Header values come as bytes, which proxies fill with UTF-8. */
function latin1AsUtf8(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) || /[^\0-\xff]/.test(text)) return text
  const utf8 = Buffer.from(text, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? text : utf8
}
