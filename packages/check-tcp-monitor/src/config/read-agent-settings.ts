import { dirname, resolve } from 'node:path'
import type { Diagnostic, Environment, TaskFile } from 'check-tcp/files'
import type { YamlTree } from 'check-tcp/yaml'
import * as v from 'valibot'
import type { AgentSettings } from '../core/config/agent-settings.js'
import { readValue } from './read/read-value.js'
import { fillSecrets } from './read/secret-files.js'
import { OPEN_KEYS } from './read/sections/read-alerting.js'
import { isPair, readPem } from './read/sections/read-pem.js'
import { problemsOfSource, readSource, type Source } from './read/source.js'
import { agentSchema } from './schema/agent.js'

/** What holds where an agent has no `agent.yaml`. */
export const DEFAULT_AGENT_SETTINGS: AgentSettings = settingsOf(v.parse(agentSchema, {}), '')

/** What could be read of the settings of an agent, and everything that is wrong with their file. */
interface ReadAgentSettings {
  /** Those by default where something is wrong. */
  readonly settings: AgentSettings
  readonly problems: readonly Diagnostic[]
}

/**
 * Reads the settings of an agent: one file, of 4 MiB at most. Paths in it are seen from the file.
 *
 * @param file by its path, or by its text with the path that messages call it by
 */
export async function readAgentSettings(
  file: TaskFile,
  { environment }: { readonly environment: Environment },
): Promise<ReadAgentSettings> {
  const source = await readSource(file, environment)
  await source.services?.close()
  const { path, problems } = source
  const tree = await fillSecrets(orNothing(source.tree), source, new Set())
  const isSecret = ([section, key, ...below]: readonly unknown[]) =>
    section === 'alone' && key === 'channels' && !OPEN_KEYS.includes(below.at(-1))
  const read = readValue(agentSchema, tree, { label: 'agent.yaml', problems, isSecret })
  if (read) await checkCertificate(read, tree, source)
  const found = problemsOfSource(source)
  const folder = dirname(path)
  if (read && found.length === 0) return { settings: settingsOf(read, folder), problems: [] }
  return { settings: { ...DEFAULT_AGENT_SETTINGS, ...policyOf(tree, folder) }, problems: found }
}

/** A file that is empty, or has comments alone, sets nothing. */
function orNothing(tree: YamlTree): YamlTree {
  if (tree.kind !== 'scalar' || tree.value !== null) return tree
  return { kind: 'mapping', at: tree.at, entries: new Map() }
}

/** Read again for each connection, since certificates are renewed; here what is wrong with it is told at once. */
async function checkCertificate(
  read: v.InferOutput<typeof agentSchema>,
  tree: YamlTree,
  source: Source,
): Promise<void> {
  if (tree.kind !== 'mapping') return
  const texts: string[] = []
  for (const which of ['certificate', 'key'] as const) {
    const { [which]: file } = read
    const entry = tree.entries.get(which)
    const other = which === 'key' ? 'certificate' : 'key'
    if (file === undefined || !entry) continue
    if (read[other] === undefined) {
      source.problems.push({
        at: entry.keyAt,
        message: `\`${which}\` needs \`${other}\` beside it`,
      })
    }
    const { text } = await readPem(which, { file, at: entry.value.at, source })
    if (text !== undefined) texts.push(text)
  }
  const [certificate, key] = texts
  if (certificate === undefined || key === undefined || isPair(certificate, key)) return
  const at = tree.entries.get('key')?.value.at ?? tree.at
  source.problems.push({ at, message: '`key` is not the key of `certificate`' })
}

/** Known also where something else is wrong, so that the mistakes of both files are told at once. */
function policyOf(tree: YamlTree, folder: string): Pick<AgentSettings, 'policy'> {
  const value = tree.kind === 'mapping' ? tree.entries.get('policy')?.value : undefined
  if (value?.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') return {}
  return { policy: resolve(folder, value.value) }
}

function settingsOf(
  {
    directory,
    policy,
    spool,
    canaries,
    certificate,
    key,
    ad_hoc,
    alone,
  }: v.InferOutput<typeof agentSchema>,
  folder: string,
): AgentSettings {
  return {
    ...(directory !== undefined && { directory: resolve(folder, directory) }),
    ...(policy !== undefined && { policy: resolve(folder, policy) }),
    spool: { bytes: spool.size, ageMs: spool.age },
    canaries,
    adHoc: ad_hoc,
    ...(certificate !== undefined &&
      key !== undefined && {
        tls: { certificate: resolve(folder, certificate), key: resolve(folder, key) },
      }),
    ...(alone && {
      alone: {
        afterMs: alone.after,
        channels: Object.entries(alone.channels).map(([name, channel]) => ({ ...channel, name })),
      },
    }),
  }
}
