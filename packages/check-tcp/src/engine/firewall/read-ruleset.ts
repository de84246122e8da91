import type { Clock } from '../../core/clock.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { runTool } from '../run-tool.js'
import { surelyResets } from './ruleset.js'

/** How long a result waits for the rules. Firewalls with ten thousands of rules take longer; theirs are left unread. */
const READ_MS = 1_000

/** Do the rules of this machine certainly answer a SYN to it with a RST? */
export type SurelyResets = (address: IpAddress, port: number) => boolean

/** What the rules of this machine's firewall say; `undefined` where they cannot be read. */
export async function readRuleset(clock: Clock): Promise<SurelyResets | undefined> {
  const tooLong = new AbortController()
  const cancelTimer = clock.setTimer(READ_MS, () => tooLong.abort())
  const nft = ['--numeric', '--stateless', 'list', 'ruleset']
  const output = await runTool('nft', nft, tooLong.signal)
  cancelTimer()
  if (!('stdout' in output) || output.code !== 0) return undefined
  return (address, port) => surelyResets(output.stdout, address, port)
}
