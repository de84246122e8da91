import { escapeControl } from 'check-tcp/words'
import { Document, isMap, isPair, isScalar, isSeq, type Node, visit } from 'yaml'
import { type Imported, type ImportedCheck, isCheck, type Remark } from './imported.js'
import { showReferences } from './references.js'
import { uniqueNames } from './unique-names.js'

/**
 * The config as text. What was left out, and what works otherwise, is told in comments: of a check above it, of what
 * became no check in the place where it would stand, of anything else at the top.
 */
export function writeConfig(imported: Imported, from: readonly string[]): string {
  const { entries, groups, main, notes } = imported
  const checks = entries.filter(isCheck)
  const nameOf = uniqueNames()
  const groupNameOf = uniqueNames()
  const groupNames = new Map(Object.keys(groups).map((title) => [title, groupNameOf(title)]))
  const named = Object.entries(groups).map(([title, group]) => [groupNames.get(title), group])
  const written = checks.map((check) => entryOf(check, nameOf(check.title), groupNames))
  const document = new Document(
    inOurWords({
      ...(written.length > 0 ? { defaults: { expect: { baseline: false } } } : {}),
      ...(named.length > 0 ? { groups: Object.fromEntries(named) } : {}),
      ...(written.length > 0 ? { checks: written } : {}),
      ...main,
    }),
    { aliasDuplicateObjects: false, version: '1.2', schema: 'core' },
  )
  keepTexts(document)
  const needed = neededVariables(document.toString({ lineWidth: 0 }))
  const rest = commentChecks(document, imported)
  commentModules(document, imported)
  const top = [
    ` Generated from ${from.map(escapeControl).join(', ')}. Comments say what was left out and what works differently.`,
    ...(written.length > 0 ? [BASELINE] : []),
    ...(needed.length > 0
      ? [` Environment variables that must be set: ${needed.join(', ')}.`]
      : []),
    ...notes.map(lineAt),
    ...rest,
  ]
  const text = top.map((line) => `#${line}`).join('\n')
  return `${text}\n${document.toString({ lineWidth: 0 })}`
}

/** Keys whose values a reference may give another type than text, or never does. */
const TYPED_KEYS: readonly unknown[] = [
  ...['host', 'port', 'url', 'every', 'confirm', 'confirm_every', 'recover', 'slow_confirm'],
]

/** A text that is one reference would be a number where the environment has one. */
function keepTexts(document: Document): void {
  visit(document, {
    Scalar(key, node, path) {
      const pair = path.findLast(isPair)
      const isTyped = key === 'value' && isScalar(pair?.key) && TYPED_KEYS.includes(pair.key.value)
      if (key === 'key' || isTyped || typeof node.value !== 'string') return
      if (/^\$\{[A-Za-z_]\w*\}$/.test(node.value)) node.tag = 'tag:yaml.org,2002:str'
    },
  })
}

/** Those that a config without comments refers to and has no default for. */
function neededVariables(text: string): readonly string[] {
  const names = [...text.matchAll(/(?<!\$)\$\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name)
  return [...new Set(names)].sort()
}

const BASELINE =
  ' `baseline: false`, as in the other tool: a check that is slower than usual alerts nobody. Remove it to be alerted.'

/** Puts comments above checks, and returns those that have no check behind them to stand above. */
function commentChecks(document: Document, { entries }: Imported): readonly string[] {
  const list = document.get('checks')
  let waiting: string[] = []
  let index = 0
  for (const entry of entries) {
    if (!isCheck(entry)) {
      waiting.push(lineAt({ ...entry.remark, where: entry.where }))
      continue
    }
    const node = isSeq(list) ? (list.items[index++] as Node | undefined) : undefined
    const lines = [...waiting, ...entry.remarks.map(lineOf)]
    waiting = []
    if (isMap(node) && lines.length > 0) node.commentBefore = lines.join('\n')
  }
  if (!isSeq(list)) return waiting
  if (waiting.length > 0) list.comment = waiting.join('\n')
  return []
}

function commentModules(document: Document, { moduleNotes }: Imported): void {
  const modules = document.getIn(['http', 'modules'])
  if (!isMap(modules)) return
  for (const { key, value } of modules.items) {
    const notes = moduleNotes?.get(String(key)) ?? []
    if (isMap(value) && notes.length > 0) value.commentBefore = notes.map(lineOf).join('\n')
  }
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

function lineOf({ kind, message }: Remark): string {
  return ` ${kind}: ${escapeControl(showReferences(message))}`
}

function lineAt({ kind, message, where }: Remark & { readonly where: string }): string {
  return ` ${kind}: ${escapeControl(showReferences(`${where}: ${message}`))}`
}

/** In a config `${` begins a reference to the environment; elsewhere it is text. */
function inOurWords(value: unknown): unknown {
  if (typeof value === 'string') return showReferences(value.replaceAll('${', () => '$${'))
  if (Array.isArray(value)) return value.map(inOurWords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inOurWords(one)]))
}
