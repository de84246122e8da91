import type { IpAddress } from '../../core/target/ip-address.js'
import { runTool } from '../../engine/run-tool.js'
import { isNotAsked, type NotAsked, notAsked, type Probe } from '../probe.js'
import { type BlockingRule, blockingRules } from './nft-rules.js'

/** Rules of this machine's own firewall that may stop packets to the target. */
export interface OwnFirewallFinding {
  readonly rules: readonly BlockingRule[]
}

export const ownFirewallProbe: Probe<'own_firewall', OwnFirewallFinding> = {
  name: 'own_firewall',
  asks: "whether this machine's own firewall stops what it sends to the target",
  cost: 'reads the rules, sends nothing',
  needs: 'root, and the program nft or iptables',

  async ask({ address, parameters, isThisMachine, signal }) {
    if (!address) return notAsked('no address is known')
    const rules = await readRules(address, signal)
    if (isNotAsked(rules)) return rules
    // A packet to this machine itself goes out and comes in again.
    const hooks = isThisMachine ? (['output', 'input'] as const) : (['output'] as const)
    return { rules: blockingRules(rules, address, parameters.port, hooks) }
  },
}

async function readRules(address: IpAddress, signal: AbortSignal): Promise<string | NotAsked> {
  const nft = await runTool('nft', ['--numeric', '--stateless', 'list', 'ruleset'], signal)
  if (!isNotAsked(nft)) {
    return nft.code === 0 ? nft.stdout : notAsked(`nft says: ${firstLine(nft.stderr)}`)
  }
  const iptables = address.family === 4 ? 'iptables' : 'ip6tables'
  const output = await runTool(iptables, ['-S', 'OUTPUT'], signal)
  if (isNotAsked(output)) return notAsked(`${nft.because}, and so is ${iptables}`)
  if (output.code !== 0) return notAsked(`${iptables} says: ${firstLine(output.stderr)}`)
  return asChain(output.stdout)
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

/** The lines of `iptables -S` in the shape of a chain of nft. */
function asChain(text: string): string {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/^-P OUTPUT DROP/, 'policy drop;')
      .replace(/--dport /, 'dport ')
      .replace(/-d (\S+)\/(32|128)/, 'daddr $1')
      .replace(/-j (DROP|REJECT)/, (_, verdict: string) => verdict.toLowerCase()),
  )
  return `chain OUTPUT {\ntype filter hook output \n${lines.join('\n')}\n}`
}
