import { dirname, resolve } from 'node:path'
import {
  AUDIT_MODES,
  type AuditMode,
  type AuditNumber,
  type AuditOptions,
  auditNumberInWords,
  isAuditNumber,
} from '../../audit/audit-options.js'
import type { TextProblem } from '../text/text-problem.js'
import { refuseOtherKeys, showTree, textOf } from '../tree/mapping-keys.js'
import type { YamlMapping } from '../tree/yaml-tree.js'

/** The keys of a policy file's `audit` that are numbers, and what each sets. */
const NUMBERS = {
  checkpoint_interval: 'checkpointInterval',
  segment_bytes: 'segmentBytes',
  retention_days: 'retentionDays',
} as const satisfies Record<string, AuditNumber>

const KEYS = ['directory', 'mode', 'key', ...Object.keys(NUMBERS)]

type Draft = { -readonly [K in keyof AuditOptions]: AuditOptions[K] }

/** Reads `audit` of a policy file; its paths are seen from the file. */
export function readAudit(
  policy: YamlMapping,
  path: string,
  problems: TextProblem[],
): AuditOptions | undefined {
  const tree = policy.entries.get('audit')?.value
  if (!tree || tree.kind === 'broken') return undefined
  if (tree.kind !== 'mapping') {
    const message = `\`audit\` must be a mapping with a \`directory\`, got ${showTree(tree)}`
    problems.push({ at: tree.at, message })
    return undefined
  }
  refuseOtherKeys(tree, KEYS, 'audit', problems)
  const from = (file: string) => resolve(dirname(path), file)
  if (!tree.entries.has('directory')) {
    problems.push({ at: tree.at, message: '`audit` must have a `directory`' })
  }
  const audit: Draft = { directory: from(textOf(tree, 'directory', problems) ?? '') }
  const key = textOf(tree, 'key', problems)
  if (key !== undefined) audit.key = from(key)
  const mode = readMode(tree, problems)
  if (mode !== undefined) audit.mode = mode
  for (const [name, option] of Object.entries(NUMBERS)) {
    const value = tree.entries.get(name)?.value
    if (!value || value.kind === 'broken') continue
    const number = value.kind === 'scalar' ? value.value : undefined
    if (isAuditNumber(option, number)) audit[option] = number
    else {
      const message = `\`${name}\` must be ${auditNumberInWords(option)}, got ${showTree(value)}`
      problems.push({ at: value.at, message })
    }
  }
  return audit
}

function readMode(audit: YamlMapping, problems: TextProblem[]): AuditMode | undefined {
  const value = audit.entries.get('mode')?.value
  if (!value || value.kind === 'broken') return undefined
  const mode = AUDIT_MODES.find((one) => value.kind === 'scalar' && value.value === one)
  if (mode === undefined) {
    const message = `\`mode\` must be one of ${AUDIT_MODES.join(', ')}, got ${showTree(value)}`
    problems.push({ at: value.at, message })
  }
  return mode
}
