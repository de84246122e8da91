import type { CheckResult } from 'check-tcp'

type Failed = Extract<CheckResult, { status: 'error' }>

/** Addresses that a message writes out. */
const NAMED = 3

/**
 * The error of a check, with the addresses that failed where not all of the host's did: `Connection refused at 192.0.2.7`.
 * Who reads it need not look every address up.
 */
export function errorWithAddresses({ error, details }: Failed): string {
  const { failure } = details
  const addresses = details.attempts.at(-1)?.addresses ?? []
  const connected = addresses.filter((each) => each.connected)
  const failed = addresses.filter((each) => !each.connected && each.failure !== undefined)
  if (failed.length === 0 || failed.length === addresses.length) return error
  if (failure === 'not_as_expected') return `${error} at ${namesOf(connected)}`
  const alike = failed.filter((each) => each.failure === failure)
  if (alike.length === 0) return `${error}: not ${namesOf(failed)}`
  const others = failed.filter((each) => each.failure !== failure)
  const rest = others.length > 0 ? `; ${namesOf(others)} failed differently` : ''
  return `${error} at ${namesOf(alike)}${rest}`
}

function namesOf(addresses: readonly { readonly address: string }[]): string {
  const names = addresses.slice(0, NAMED).map(({ address }) => address)
  const more = addresses.length - names.length
  if (more > 0) return `${names.join(', ')} and ${more} more`
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}
