import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml'
import { nearestSpelling } from '../../core/text/nearest-spelling.js'
import { quote, showValue } from '../../core/text/show-value.js'
import type { TextProblem } from '../text/text-problem.js'
import {
  LOCAL_SERVICE_KINDS,
  type LocalServiceKind,
  type LocalServiceSpecs,
} from './local-services.js'

/** The key of a task file that names its services. */
export const LOCAL_SERVICES_KEY = 'local_services'

/** What a reference can name. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Reads `local_services` before anything else of the file, since references to the ports stand in the rest:
 * a mapping of names to `open`, `greets` or `closed`. Reports everything wrong.
 */
export function readLocalServices(
  root: ParsedNode | null | undefined,
  problems: TextProblem[],
): LocalServiceSpecs {
  const specs = new Map<string, LocalServiceKind>()
  const pair = isMap(root)
    ? root.items.find(({ key }) => isScalar(key) && key.value === LOCAL_SERVICES_KEY)
    : undefined
  if (!pair) return specs
  const allowed = `a mapping of names to ${LOCAL_SERVICE_KINDS.join(', ')}`
  if (!isMap<ParsedNode, ParsedNode | null>(pair.value)) {
    const at = pair.value?.range[0] ?? pair.key.range[0]
    problems.push({ at, message: `\`${LOCAL_SERVICES_KEY}\` must be ${allowed}` })
    return specs
  }
  for (const { key, value } of pair.value.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const kind = isScalar(value) && typeof value.value === 'string' ? value.value : ''
    if (!NAME.test(name)) {
      const message = `the name of a local service has letters, digits and underscores, got ${quote(name)}`
      problems.push({ at: key.range[0], message })
    } else if (!isKind(kind)) {
      const nearest = nearestSpelling(kind, LOCAL_SERVICE_KINDS)
      const hint = nearest ? `; did you mean ${nearest}?` : ''
      const message = `the local service ${name} must be one of ${LOCAL_SERVICE_KINDS.join(', ')}, got ${showNode(value)}${hint}`
      problems.push({ at: value?.range[0] ?? key.range[0], message })
    } else specs.set(name, kind)
  }
  return specs
}

function showNode(node: ParsedNode | null): string {
  if (node === null) return 'nothing'
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  return isScalar(node) ? showValue(node.value) : 'an alias'
}

function isKind(text: string): text is LocalServiceKind {
  return LOCAL_SERVICE_KINDS.some((kind) => kind === text)
}
