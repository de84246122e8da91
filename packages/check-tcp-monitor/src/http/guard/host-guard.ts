import { isIP } from 'node:net'
import { HttpProblem } from '../problem/http-problem.js'

/**
 * Refuses to be asked by a name that nobody gave this monitor: a page whose own name was made to resolve to this
 * machine (DNS rebinding) would otherwise be of the same origin. An address cannot be rebound.
 *
 * @param host the Host header, or the authority of the request's target (RFC 9110 section 7.2)
 * @param allowed host names beside addresses and `localhost`
 * @throws {HttpProblem} `bad_request`, `host_not_allowed`
 */
export function checkHost(host: string, allowed: readonly string[]): void {
  const name = nameOf(host)
  if (name === undefined) throw new HttpProblem('bad_request', 'the Host header cannot be read')
  if (name === 'localhost' || isIP(name) !== 0) return
  if (allowed.some((each) => canonical(each) === name)) return
  throw new HttpProblem(
    'host_not_allowed',
    'use an address, localhost, or a name listed in `hosts` of `http` in the config',
  )
}

/** `example.com:80` and `[::1]:80` without port and brackets. */
function nameOf(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:/?#@[\]\s]+))(?::\d{1,5})?$/i.exec(host)
  const name = match?.[1] ?? match?.[2]
  return name === undefined ? undefined : canonical(name)
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
