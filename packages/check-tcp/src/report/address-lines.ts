import { escapeControl } from '../core/escape-control.js'
import { FAILURES } from '../core/failure.js'
import type { AddressResult, CheckResult } from '../core/result.js'
import { formatDuration } from './duration.js'

/** What each address of the last attempt answered, where there was more than one. */
export function addressLines({ details }: CheckResult): string[] {
  const addresses = details.attempts.at(-1)?.addresses ?? []
  return addresses.length > 1 ? addresses.map(addressLine) : []
}

function addressLine(result: AddressResult): string {
  const address = escapeControl(result.address)
  const time = formatDuration(result.connect_time)
  if (result.connected || !result.failure) return `${address} connected in ${time}`
  if (result.cause === 'another_address_connected') {
    return `${address} given up after ${time}: another address connected first`
  }
  const error = FAILURES[result.failure].error ?? result.code ?? 'Unknown error'
  const fault = result.fault === undefined ? '' : ` - fault: ${result.fault}`
  return `${address} ${escapeControl(error)} in ${time}${fault}`
}
