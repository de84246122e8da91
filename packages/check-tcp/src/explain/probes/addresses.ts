import { whyNotSent } from '../../check/door.js'
import type { AddressResult, CheckResult } from '../../core/wire/result.js'
import { notAsked, type Probe } from '../probe.js'

/** Every address of the host apart, asked once more with more patience, and the address it is compared with. */
export interface AddressesFinding {
  readonly each: readonly AddressResult[]
  /** What the address of `--address` answered. */
  readonly other?: AddressResult
}

/** Long enough for three SYNs that are sent again a second apart. */
const PATIENCE_MS = 3_500

export const addressesProbe: Probe<'addresses', AddressesFinding> = {
  name: 'addresses',
  asks: 'what each address answers, when it is given more time',
  cost: `one connect per address, ${PATIENCE_MS / 1_000} s if nobody answers`,
  needs: 'nothing',

  async ask({ address, otherAddress, parameters, door, budgetMs }) {
    if (!address && !otherAddress) return notAsked('no address is known')
    const { host, port, family } = parameters
    const timeout = Math.min(PATIENCE_MS, budgetMs * 0.8) / 1_000
    const once = { port, timeout, addresses: 'all' } as const
    const [own, others] = await Promise.all([
      address && door.check({ ...once, host, family }),
      otherAddress && door.checkByItself({ ...once, host: otherAddress.text }),
    ])
    const results = [own, others].filter((result) => result !== undefined)
    const [why] = results.map(whyNotSent)
    if (why && results.every(whyNotSent)) return why
    const [other] = answersOf(others)
    return { each: answersOf(own), ...(other ? { other } : {}) }
  },
}

/** What the addresses said that were asked. */
function answersOf(result: CheckResult | undefined): readonly AddressResult[] {
  const addresses = result?.details.attempts.at(-1)?.addresses ?? []
  return addresses.filter(({ failure }) => failure !== 'cancelled')
}
