import type { AddressResult } from '../../core/result.js'
import { notAsked, type Probe } from '../probe.js'

/** Every address of the host apart, asked once more with more patience, and the address it is held against. */
export interface AddressesFinding {
  readonly each: readonly AddressResult[]
  /** What the address of `--address` answered. */
  readonly other?: AddressResult
}

/** Long enough for three SYNs that are sent again a second apart. */
const PATIENCE_MS = 3_500

export const addressesProbe: Probe<'addresses'> = {
  name: 'addresses',
  asks: 'what each address answers, when it is given more time',
  cost: `one connect an address, ${PATIENCE_MS / 1_000} s where nobody answers`,
  needs: 'nothing',

  async ask({ address, otherAddress, parameters, checker, budgetMs, signal }) {
    if (!address && !otherAddress) return notAsked('no address is known')
    const { host, port, family } = parameters
    const timeout = Math.min(PATIENCE_MS, budgetMs * 0.8) / 1_000
    const ask = async (asked: string) => {
      const once = { host: asked, port, timeout, family: asked === host ? family : 'any' } as const
      const { details } = await checker.check({ ...once, addresses: 'all' }, { signal })
      return details.attempts.at(-1)?.addresses ?? []
    }
    const [each, others] = await Promise.all([
      address ? ask(host) : [],
      otherAddress ? ask(otherAddress.text) : [],
    ])
    const [other] = others
    return { each, ...(other ? { other } : {}) }
  },
}
