import { escapeControl } from 'check-tcp/config-files'
import { Document, isMap, isSeq, type Node } from 'yaml'
import type { Imported, ImportedCheck } from './imported.js'
import { uniqueNames } from './unique-names.js'

/** The config as text. What was left out of a check is told in a comment above it. */
export function writeConfig({ checks, groups, main }: Imported, from: readonly string[]): string {
  const nameOf = uniqueNames()
  const groupNameOf = uniqueNames()
  const groupNames = new Map(Object.keys(groups).map((title) => [title, groupNameOf(title)]))
  const entries = Object.entries(groups).map(([title, group]) => [groupNames.get(title), group])
  const written = checks.map((check) => entryOf(check, nameOf(check.title), groupNames))
  const document = new Document(
    escapeReferences({
      ...(entries.length > 0 ? { groups: Object.fromEntries(entries) } : {}),
      ...(written.length > 0 ? { checks: written } : {}),
      ...main,
    }),
    { aliasDuplicateObjects: false, version: '1.2', schema: 'core' },
  )
  const list = document.get('checks')
  for (const [index, { notes }] of checks.entries()) {
    const node = isSeq(list) ? (list.items[index] as Node | undefined) : undefined
    if (isMap(node) && notes.length > 0) node.commentBefore = comment(notes)
  }
  return `# Made of ${from.map(escapeControl).join(', ')}. Comments say what was left out.\n${document.toString({ lineWidth: 0 })}`
}

function entryOf(
  { parameters, group, settings, description }: ImportedCheck,
  name: string,
  groupNames: ReadonlyMap<string, string>,
) {
  return {
    name,
    ...(description === undefined || description === name ? {} : { description }),
    plugin: 'check_tcp_connection',
    ...(group === undefined ? {} : { group: groupNames.get(group) }),
    parameters,
    ...settings,
  }
}

function comment(notes: readonly string[]): string {
  return notes.map((note) => ` left out: ${escapeControl(note)}`).join('\n')
}

/** In a config `${` begins a reference to the environment; here it is text. */
function escapeReferences(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${')
  if (Array.isArray(value)) return value.map(escapeReferences)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapeReferences(one)]))
}
