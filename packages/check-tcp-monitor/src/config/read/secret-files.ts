import { dirname, resolve } from 'node:path'
import { readText } from 'check-tcp/files'
import { escapeControl } from 'check-tcp/words'
import type { YamlEntry, YamlTree } from 'check-tcp/yaml'
import { CHANNEL_DEFINITIONS } from '../../alert/channels/channel-definitions.js'
import type { Source } from './source.js'

const PREFIX = 'file:'

/** Characters; keys and passwords have hundreds at most. */
const LONGEST_SECRET = 65_536

/** Keys of channels, `heartbeat` and `http` whose texts may be `file:` references, and of which no message repeats any. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  ...CHANNEL_DEFINITIONS.flatMap(({ secrets }): readonly string[] => secrets),
  ...['url', 'token'],
])

function isSecretKey(key: string | number | undefined): boolean {
  return SECRET_KEYS.has(String(key))
}

/** Files that secrets were read from, for watching them. */
export type SecretFiles = Set<string>

/**
 * Puts the contents of files in the place of `file:PATH` under the keys that hold secrets. The path is seen from the
 * config file, a newline at the end is cut. A file that cannot be read is reported where it is named.
 */
export async function fillSecrets(
  tree: YamlTree,
  source: Source,
  files: SecretFiles,
  inSecret = false,
): Promise<YamlTree> {
  if (tree.kind === 'scalar') {
    const { value } = tree
    if (!inSecret || typeof value !== 'string' || !value.startsWith(PREFIX)) return tree
    const path = resolve(dirname(source.path), value.slice(PREFIX.length))
    files.add(path)
    const secret = await readSecret(path)
    if ('text' in secret) return { ...tree, value: secret.text }
    source.problems.push({
      at: tree.at,
      message: `the file ${escapeControl(path)}${secret.problem}`,
    })
    return { kind: 'broken', at: tree.at }
  }
  if (tree.kind === 'list') {
    const items: YamlTree[] = []
    for (const item of tree.items) items.push(await fillSecrets(item, source, files, inSecret))
    return { ...tree, items }
  }
  if (tree.kind !== 'mapping') return tree
  const entries = new Map<string, YamlEntry>()
  for (const [key, { keyAt, value }] of tree.entries) {
    const filled = await fillSecrets(value, source, files, inSecret || isSecretKey(key))
    entries.set(key, { keyAt, value: filled })
  }
  return { ...tree, entries }
}

async function readSecret(path: string): Promise<{ text: string } | { problem: string }> {
  const { text, problem } = await readText(path)
  if (problem) return { problem: `${problem.ofFile ? '' : ':'} ${problem.message}` }
  const secret = text.replace(/\r?\n$/, '')
  if (secret.trim() === '') return { problem: ' is empty' }
  if (secret.length > LONGEST_SECRET) return { problem: ' is too long for a secret' }
  return { text: secret }
}
