import { type Diagnostic, type Environment, TaskFileError } from 'check-tcp/files'
import { loadPolicy } from 'check-tcp/tasks'
import { escapeControl, hostAndPort, jsonText } from 'check-tcp/words'
import { writeSize } from '../../config/schema/size.js'
import { writeDuration } from '../../config/write-duration.js'
import { EXIT, type Terminal } from '../terminal.js'
import type { FoundAgentSettings } from './find-agent-settings.js'

/**
 * `check-tcp monitor agent --check`: says what the settings of an agent are; nothing is checked, nobody is asked.
 *
 * @throws {TaskFileError} (as a rejection) with every problem of their file and of the policy file that they name
 */
export async function checkAgent(
  found: FoundAgentSettings,
  { output }: { readonly output?: 'human' | 'json' },
  { env, out, err }: Terminal,
): Promise<number> {
  const { file, directory, policy, settings } = found
  const warn = (text: string) => err(`check-tcp: warning: ${escapeControl(text)}\n`)
  const problems = [...found.problems, ...(await problemsOfPolicy(policy, env, warn))]
  if (problems.length > 0) throw new TaskFileError(problems)
  const { spool, canaries, adHoc, alone, tls } = settings
  const described = {
    file,
    directory,
    policy,
    spool: { bytes: spool.bytes, seconds: spool.ageMs / 1_000 },
    canaries: canaries.map(({ host, port }) => hostAndPort(host, port)),
    certificate: tls?.certificate,
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
    ['certificate', tls?.certificate ?? 'none; a hub may want one'],
    ['ad hoc', adHoc ? 'the hub may have any target checked that the policy allows' : 'no'],
    ['alone', alone ? aloneInWords(alone) : 'it notifies nobody'],
  ]
  const lines = words.map(([name, value]) => escapeControl(`${name.padEnd(11)}  ${value}`))
  await out(output === 'json' ? `${jsonText(described, 2)}\n` : `${lines.join('\n')}\n`)
  return EXIT.ok
}

async function problemsOfPolicy(
  file: string | undefined,
  env: Environment,
  warn: (text: string) => void,
): Promise<readonly Diagnostic[]> {
  if (file === undefined) return []
  try {
    await loadPolicy(file, env, { warn })
    return []
  } catch (error) {
    if (error instanceof TaskFileError) return error.problems
    throw error
  }
}

function aloneInWords({
  afterMs,
  channels,
}: NonNullable<FoundAgentSettings['settings']['alone']>): string {
  const names = channels.map(({ name, kind }) => `${name} (${kind})`)
  return `after ${writeDuration(afterMs)} without a hub it notifies ${names.join(', ')}`
}
