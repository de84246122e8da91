import { dirname, resolve } from 'node:path'
import { type Environment, type TaskFile, TaskFileError } from 'check-tcp/files'
import * as v from 'valibot'
import type { AgentSettings } from '../core/config/agent-settings.js'
import { OPEN_KEYS } from './read/read-alerting.js'
import { readValue } from './read/read-value.js'
import { fillSecrets } from './read/secret-files.js'
import { problemsOfSource, readSource } from './read/source.js'
import { agentSchema } from './schema/agent.js'

/** What holds where an agent has no `agent.yaml`. */
export const DEFAULT_AGENT_SETTINGS: AgentSettings = settingsOf(v.parse(agentSchema, {}), '')

/**
 * Loads the settings of an agent: one file, of 4 MiB at most. Paths in it are seen from the file.
 *
 * @param file by its path, or by its text with the path that messages call it by
 * @throws {TaskFileError} (as a rejection) with every problem of the file
 */
export async function loadAgentSettings(
  file: TaskFile,
  { environment }: { readonly environment: Environment },
): Promise<AgentSettings> {
  const source = await readSource(file, environment)
  await source.services?.close()
  const { path, problems } = source
  const tree = await fillSecrets(source.tree, source, new Set())
  const isSecret = ([section, key, ...below]: readonly unknown[]) =>
    section === 'alone' && key === 'channels' && !OPEN_KEYS.includes(below.at(-1))
  const read = readValue(agentSchema, tree, { label: 'agent.yaml', problems, isSecret })
  const found = problemsOfSource(source)
  if (found.length > 0 || !read) throw new TaskFileError(found)
  return settingsOf(read, dirname(path))
}

function settingsOf(
  { directory, policy, spool, canaries, ad_hoc, alone }: v.InferOutput<typeof agentSchema>,
  folder: string,
): AgentSettings {
  return {
    ...(directory !== undefined && { directory: resolve(folder, directory) }),
    ...(policy !== undefined && { policy: resolve(folder, policy) }),
    spool: { bytes: spool.size, ageMs: spool.age },
    canaries,
    adHoc: ad_hoc,
    ...(alone && {
      alone: {
        afterMs: alone.after,
        channels: Object.entries(alone.channels).map(([name, channel]) => ({ ...channel, name })),
      },
    }),
  }
}
