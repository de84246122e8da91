import { loadPolicy } from 'check-tcp/tasks'
import { escapeControl, hostAndPort, jsonText } from 'check-tcp/words'
import { writeSize } from '../../config/schema/size.js'
import { writeDuration } from '../../config/write-duration.js'
import { EXIT, type Terminal } from '../terminal.js'
import type { FoundAgentSettings } from './find-agent-settings.js'

/**
 * `check-tcp monitor agent --check`: says what the settings of an agent are; nothing is checked, nobody is asked.
 *
 * @throws {TaskFileError} (as a rejection) with every problem of the policy file that they name
 */
export async function checkAgent(
  found: FoundAgentSettings,
  { output }: { readonly output?: 'human' | 'json' },
  { env, out, err }: Terminal,
): Promise<number> {
  const { file, directory, policy, settings } = found
  if (policy !== undefined) {
    const warn = (text: string) => err(`check-tcp: warning: ${escapeControl(text)}\n`)
    await loadPolicy(policy, env, { warn })
  }
  const { spool, canaries, adHoc, alone } = settings
  const described = {
    file,
    directory,
    policy,
    spool: { bytes: spool.bytes, seconds: spool.ageMs / 1_000 },
    canaries: canaries.map(({ host, port }) => hostAndPort(host, port)),
    ad_hoc: adHoc,
    alone: alone && {
      after: alone.afterMs / 1_000,
      channels: alone.channels.map(({ name, kind }) => ({ name, kind })),
    },
  }
  const words: readonly (readonly [string, string])[] = [
    ['settings', file ?? 'none: every default'],
    ['directory', directory],
    ['policy', policy ?? 'that of this machine; without one, what an agent may check by default'],
    ['spool', `${writeSize(spool.bytes)}, ${writeDuration(spool.ageMs)}`],
    ['canaries', described.canaries.join(', ') || "none of its own; the hub's"],
    ['ad hoc', adHoc ? 'the hub may have any target checked that the policy allows' : 'no'],
    ['alone', alone ? aloneInWords(alone) : 'it notifies nobody'],
  ]
  const lines = words.map(([name, value]) => escapeControl(`${name.padEnd(9)}  ${value}`))
  await out(output === 'json' ? `${jsonText(described, 2)}\n` : `${lines.join('\n')}\n`)
  return EXIT.ok
}

function aloneInWords({
  afterMs,
  channels,
}: NonNullable<FoundAgentSettings['settings']['alone']>): string {
  const names = channels.map(({ name, kind }) => `${name} (${kind})`)
  return `after ${writeDuration(afterMs)} without a hub it notifies ${names.join(', ')}`
}
