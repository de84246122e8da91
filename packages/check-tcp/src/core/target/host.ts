import { isIPv4 } from 'node:net'
import { domainToASCII } from 'node:url'
import { quote } from '../text/show-value.js'
import {
  type IpAddress,
  isLinkLocal6,
  isUnspecified,
  parseIpAddress,
  zoneOf,
} from './ip-address.js'

/** What a host turned out to be: an address, or a name to look up (in ASCII, lower case). */
type Host =
  | { readonly kind: 'address'; readonly address: IpAddress }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'invalid'; readonly problem: string }

/** A host that can be checked. */
export type ValidHost = Exclude<Host, { kind: 'invalid' }>

/** RFC 1035 section 2.3.4: 253 characters of text, 63 a label. */
const LONGEST_NAME = 253
const LONGEST_LABEL = 63

/** UTS 46 can shorten a text, though no name needs so much; reading a megabyte would take quadratic time. */
const LONGEST_TEXT = 1_000

/** Letters, digits, hyphens (RFC 1123) and the underscore that container and service names use. */
const LABEL = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/

/**
 * Reads a host as a person writes it: a hostname (also an internationalised one), an IPv4 address in
 * four decimal parts, an IPv6 address with or without brackets and zone. Spellings that the C library
 * would quietly turn into another address (`127.1`, `0x7f000001`) are refused.
 */
export function parseHost(text: string): Host {
  if (isIPv4(text)) return checkedAddress({ text, family: 4 })
  if (text === '') return invalid('it is empty')
  if (text.length > LONGEST_TEXT) return invalid(`it is longer than ${LONGEST_NAME} characters`)
  if (text !== text.trim()) return invalid('it has white space around it')

  const bracketed = /^\[(.*)\]$/.exec(text)
  const literal = parseIpAddress(bracketed?.[1] ?? text)
  if (literal && !(bracketed && isIPv4(bracketed[1] ?? ''))) return checkedAddress(literal)
  if (bracketed) return invalid('only an IPv6 address goes in brackets')

  if (text.includes('://')) return invalid('it is a URL; write the host alone')
  if (/^[^:]+:\d+$/.test(text)) {
    const colon = text.indexOf(':')
    return invalid(`the port belongs in \`port\`; write host ${quote(text.slice(0, colon))}`)
  }
  if (text.includes(':')) return invalid('it is not a valid IPv6 address')
  return parseName(text)
}

function checkedAddress(address: IpAddress): Host {
  if (isUnspecified(address)) {
    return invalid(
      `${address.text} is not the address of a host; write ${address.family === 4 ? '127.0.0.1' : '::1'} for this machine`,
    )
  }
  if (isLinkLocal6(address) && zoneOf(address) === undefined) {
    return invalid(`a link-local address needs its interface, as in ${address.text}%eth0`)
  }
  return { kind: 'address', address }
}

function parseName(text: string): Host {
  const absolute = text.endsWith('.')
  const relative = absolute ? text.slice(0, -1) : text
  // UTS 46 maps full-width digits and dots too, so the outcome is looked at again below.
  const ascii = isAscii(relative) ? relative.toLowerCase() : domainToASCII(relative)
  // Domain names may have them by the letter of UTS 46; none has, and many a copied text.
  if (/[“”„‟«»‘’‚‛]/.test(relative)) return invalid('it has typographic quotes; leave them out')
  if (ascii === '') return invalid('it is not a valid hostname')

  const labels = ascii.split('.')
  if (isNumericLabel(labels.at(-1) ?? '')) {
    const address = legacyIpv4(ascii)
    return invalid(
      address
        ? `it is a legacy spelling of an IPv4 address; write ${address}`
        : 'it is neither a hostname nor an IPv4 address in four decimal parts',
    )
  }
  if (ascii.length > LONGEST_NAME) return invalid(`it is longer than ${LONGEST_NAME} characters`)
  for (const label of labels) {
    if (label === '') return invalid('it has an empty part between its dots')
    if (label.length > LONGEST_LABEL) {
      return invalid(`its part ${quote(label)} is longer than ${LONGEST_LABEL} characters`)
    }
    if (!LABEL.test(label)) {
      return invalid(`its part ${quote(label)} has characters that are not allowed in a hostname`)
    }
  }
  return { kind: 'name', name: absolute ? `${ascii}.` : ascii }
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/** Does a name with this last label read as a number, and so as an IPv4 address (URL standard, "ends in a number")? */
function isNumericLabel(label: string): boolean {
  return /^(\d+|0x[0-9a-f]*)$/.test(label)
}

/** The address that a legacy spelling means to the C library, in four decimal parts. */
function legacyIpv4(text: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${text}/`)
    return isIPv4(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}

function invalid(problem: string): Host {
  return { kind: 'invalid', problem }
}

/** The one spelling of a host by which what belongs to it is found. */
export function textOfHost(host: ValidHost): string {
  return host.kind === 'name' ? host.name : host.address.text
}
