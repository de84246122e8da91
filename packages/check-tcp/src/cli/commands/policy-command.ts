import { systemClock } from '../../core/clock.js'
import { parseHost } from '../../core/target/host.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { jsonText } from '../../core/text/json-text.js'
import type { Decision } from '../../policy/policy.js'
import { createSystemResolver } from '../../resolve/system-resolver.js'
import { EXIT } from '../exit/exit-codes.js'
import { type PolicyFlags, readPolicyFlag } from '../flags/read-policy-flag.js'
import { readTargets } from '../targets/read-targets.js'
import { say } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

export interface PolicyTestFlags extends PolicyFlags {
  readonly output?: 'human' | 'json'
}

/** `check-tcp policy test TARGET...`: what would happen, and by which rule. The targets are sent nothing. */
export async function testPolicy(
  words: readonly string[],
  flags: PolicyTestFlags,
  terminal: Terminal,
): Promise<number> {
  const targets = readTargets(words)
  const policy = await readPolicyFlag(flags, terminal)
  let denied = 0
  for (const { host, port } of targets) {
    const read = parseHost(host)
    const name = read.kind === 'name' ? read.name : undefined
    const found =
      read.kind === 'address'
        ? [{ address: read.address, fullName: undefined }]
        : await lookUp(name ?? host, terminal.interrupted)
    const decisions = found.map(({ address, fullName }) => ({
      address: address.text,
      ...wordsOf(policy.decide(address, port, { name, fullName })),
    }))
    denied += decisions.filter(({ allowed }) => !allowed).length
    if (flags.output === 'json') {
      await terminal.out(`${jsonText({ host, port, decisions })}\n`)
      continue
    }
    const target = escapeControl(hostAndPort(host, port))
    if (decisions.length === 0) await say(`${target} has no address\n`, terminal)
    for (const { address, allowed, rule } of decisions) {
      const verdict = allowed ? 'allowed' : 'denied'
      await say(`${target} (${address}) ${verdict} - ${escapeControl(rule)}\n`, terminal)
    }
  }
  return denied > 0 ? EXIT.denied : EXIT.ok
}

function wordsOf({ allowed, rule = 'no policy: everything is allowed' }: Decision) {
  return { allowed, rule }
}

interface Found {
  readonly address: IpAddress
  readonly fullName: string | undefined
}

async function lookUp(name: string, signal: AbortSignal): Promise<readonly Found[]> {
  const lookup = createSystemResolver({ clock: systemClock }).lookup(name, [6, 4], signal)
  const answers = await Promise.all([lookup.answer(6), lookup.answer(4)])
  return answers.flatMap((answer) =>
    answer.kind === 'addresses'
      ? answer.addresses.map((address) => ({ address, fullName: answer.fullName }))
      : [],
  )
}
