import { causeInWords } from '../../core/failure/cause-words.js'
import { FAILURES } from '../../core/failure/failure.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { AddressResult, CheckResult } from '../../core/wire/result.js'
import { formatDuration } from '../text/duration.js'

/**
 * What each address of the last attempt answered, where there was more than one. Where one address was enough and has
 * connected, the others are no news, unless everything is asked for (`verbose`).
 */
export function addressLines(
  result: CheckResult,
  { verbose = false }: { readonly verbose?: boolean } = {},
): string[] {
  const addresses = result.details.attempts.at(-1)?.addresses ?? []
  if (addresses.length < 2) return []
  if (!verbose && result.status === 'success' && !isOfSeveral(result, addresses)) return []
  return addresses.map((address) => addressLine(address, result))
}

/** Did more than one address have to answer? */
function isOfSeveral(result: CheckResult, addresses: readonly AddressResult[]): boolean {
  if (!result.connected) return true
  const isRace = addresses.some(({ cause }) => cause === LOST_THE_RACE)
  return !isRace && addresses.filter(({ connected }) => connected).length > 1
}

const LOST_THE_RACE = 'another_address_connected'

function addressLine(
  result: AddressResult,
  { status, response_time, details }: CheckResult,
): string {
  const address = escapeControl(result.address)
  const time = formatDuration(result.connect_time)
  if (result.connected || !result.failure) {
    // The headline's figure is the kernel's; that of the others is when this process saw them connected.
    const isHeadline = status === 'success' && result.address === details.address
    return isHeadline
      ? `${address} connected in ${formatDuration(response_time)}`
      : `${address} connected within ${time}`
  }
  if (result.cause === LOST_THE_RACE) {
    return `${address} given up after ${time}: another address connected first`
  }
  const error = FAILURES[result.failure].error ?? result.code ?? 'Unknown error'
  const fault = result.fault === undefined ? '' : ` - fault: ${result.fault}`
  const cause = result.cause === undefined ? '' : `: ${escapeControl(causeInWords(result.cause))}`
  return `${address} ${escapeControl(error)} in ${time}${cause}${fault}`
}
