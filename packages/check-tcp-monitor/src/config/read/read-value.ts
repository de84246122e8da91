import type { TextProblem } from 'check-tcp/files'
import { nearestSpelling, quote } from 'check-tcp/words'
import { plainValue, refuseOtherKeys, showTree, type YamlTree } from 'check-tcp/yaml'
import * as v from 'valibot'
import { refuseRenamedKeys } from './renamed-keys.js'
import { schemaEntriesAt } from './schema-entries.js'

type Path = readonly (string | number)[]

interface ValueContext {
  /** The key that the value stands under, for messages. */
  readonly label: string
  readonly problems: TextProblem[]
  /** Says of a path below the value that messages must not repeat what stands there. */
  readonly isSecret?: (path: Path) => boolean
}

/**
 * What the schema makes of a part of the config; undefined where something is wrong with it, with every problem
 * reported at its place. Parts that are broken already get no second problem.
 */
export function readValue<const S extends v.GenericSchema>(
  schema: S,
  tree: YamlTree,
  context: ValueContext,
): v.InferOutput<S> | undefined {
  if (tree.kind === 'list' && isOfMapping(schema)) {
    const { message } = schema
    context.problems.push({ at: tree.at, message: mustBe(context.label, message, tree) })
    return undefined
  }
  const parsed = v.safeParse(schema, plainValue(tree), { abortPipeEarly: true })
  if (parsed.success) return parsed.output
  for (const issue of parsed.issues) report(issue, schema, tree, context)
  return undefined
}

function report(
  issue: v.BaseIssue<unknown>,
  schema: v.GenericSchema,
  root: YamlTree,
  { label, problems, isSecret }: ValueContext,
): void {
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  const { tree, depth } = deepest(root, path)
  if (tree.kind === 'broken') return
  const parent = deepest(root, path.slice(0, -1)).tree
  if (parent.kind === 'list' && typeof path.at(-1) === 'string') {
    const key = path.slice(0, -1).findLast((one): one is string => typeof one === 'string')
    const allowed = issue.type === 'strict_object' ? issue.message : 'a mapping'
    problems.push({ at: parent.at, message: mustBe(key ?? label, allowed, parent) })
    return
  }
  const named = (to: number) => {
    const key = path.slice(0, to).findLast((one): one is string => typeof one === 'string') ?? label
    return typeof path[to - 1] === 'number' ? `an entry of \`${key}\`` : `\`${key}\``
  }
  const add = (message: string) => problems.push({ at: tree.at, message })

  if (depth < path.length) {
    const allowed = issue.type === 'strict_object' ? '' : `: ${issue.message}`
    add(`${named(depth)} lacks \`${path.at(-1)}\`${allowed}`)
  } else if (issue.type === 'strict_object' && issue.expected === 'never') {
    const entries = schemaEntriesAt(schema, root, path.slice(0, -1))
    if (parent.kind === 'mapping') {
      const what = named(path.length - 1)
      refuseOtherKeys(refuseRenamedKeys(parent, entries, what, problems), entries, what, problems)
    }
  } else if (issue.type === 'variant' && path.at(-1) !== 'kind') {
    add(`${named(path.length)} must be a mapping with a kind, ${issue.message}${got()}`)
  } else {
    add(`${named(path.length)} must be ${issue.message}${got()}${hint(issue, tree)}`)
  }

  function got(): string {
    return isSecret?.(path) ? ', got a value that is not shown' : `, got ${showTree(tree)}`
  }
}

/** Whether a mapping is what the schema is of. To valibot, a list is an object too. */
function isOfMapping(
  schema: v.GenericSchema,
): schema is v.GenericSchema & { readonly message: string } {
  return (
    ['strict_object', 'record'].includes(schema.type) &&
    typeof (schema as { readonly message?: unknown }).message === 'string'
  )
}

function mustBe(key: string, allowed: string, got: YamlTree): string {
  return `\`${key}\` must be ${allowed}, got ${showTree(got)}`
}

/** The part that the path leads to, or as far as it leads. */
function deepest(root: YamlTree, path: Path): { readonly tree: YamlTree; readonly depth: number } {
  let tree = root
  for (const [depth, key] of path.entries()) {
    const next =
      tree.kind === 'mapping'
        ? tree.entries.get(String(key))?.value
        : tree.kind === 'list'
          ? tree.items[Number(key)]
          : undefined
    if (!next) return { tree, depth }
    tree = next
  }
  return { tree, depth: path.length }
}

/** The nearest of the words that are allowed, where there is a list of them. */
function hint(issue: v.BaseIssue<unknown>, tree: YamlTree): string {
  const written = tree.kind === 'scalar' ? tree.value : undefined
  if (typeof written !== 'string' || !/^(picklist|variant)$/.test(issue.type)) return ''
  const allowed = [...(issue.expected ?? '').matchAll(/"([^"]+)"/g)].map(([, word = '']) => word)
  const nearest = nearestSpelling(written.slice(0, 40), allowed)
  return nearest ? `; did you mean ${nearest}?` : ''
}

/** `"name" is not known`, with the nearest that is; the search is over what may be 100,000 names. */
export function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestSpelling(name, known)
  const names = [...new Set(known)]
  const among = names.length > 0 && names.length <= 10 ? ` (known: ${names.join(', ')})` : ''
  return `there is no ${what} ${quote(name)}${nearest ? `; did you mean ${quote(nearest)}?` : among}`
}
