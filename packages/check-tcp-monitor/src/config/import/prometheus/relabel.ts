import { createHash } from 'node:crypto'
import { CheckTcpError } from 'check-tcp'
import { RE2JS } from 're2js'
import { listOf, mappingOf, rawTextOf, textOf, textsOf } from '../foreign-value.js'

/** Labels of a target while Prometheus relabels it; one without a value is none. */
export type Labels = Map<string, string>

/** One rule of `relabel_configs`, read. It changes the labels, and says whether the target is kept. */
export type RelabelRule = (labels: Labels) => boolean

/** Thrown for a rule for which Prometheus refuses its config. */
export class RelabelError extends CheckTcpError {
  override readonly name = 'RelabelError'
  readonly code = 'INVALID_RELABEL'
}

/**
 * Reads `relabel_configs` as Prometheus does: expressions are RE2's and match the whole value.
 *
 * @throws {RelabelError}
 */
export function readRelabelRules(value: unknown): readonly RelabelRule[] {
  return listOf(value).map((one) => readRule(mappingOf(one)))
}

/** Applies the rules in turn; false where one of them drops the target. */
export function relabel(labels: Labels, rules: readonly RelabelRule[]): boolean {
  return rules.every((rule) => rule(labels))
}

function readRule(rule: Readonly<Record<string, unknown>>): RelabelRule {
  const action = (textOf(rule.action) ?? 'replace').toLowerCase()
  const sources = textsOf(rule.source_labels)
  const separator = rawTextOf(rule.separator) ?? ';'
  const target = rawTextOf(rule.target_label) ?? ''
  const replacement = rawTextOf(rule.replacement) ?? '$1'
  const expression = wholeExpression(rawTextOf(rule.regex) ?? '(.*)')
  const joined = (labels: Labels) => sources.map((name) => labels.get(name) ?? '').join(separator)
  const matches = (text: string) => expression.matcher(text).find()
  if (NEEDS_TARGET.includes(action) && target === '') {
    throw new RelabelError(`the action ${action} needs a target_label`)
  }
  switch (action) {
    case 'replace':
      return (labels) => {
        const expand = expander(expression, joined(labels))
        const name = expand?.(target)
        if (expand && name) setLabel(labels, name, expand(replacement))
        return true
      }
    case 'keep':
      return (labels) => matches(joined(labels))
    case 'drop':
      return (labels) => !matches(joined(labels))
    case 'keepequal':
      return (labels) => (labels.get(target) ?? '') === joined(labels)
    case 'dropequal':
      return (labels) => (labels.get(target) ?? '') !== joined(labels)
    case 'lowercase':
      return (labels) => setLabel(labels, target, joined(labels).toLowerCase())
    case 'uppercase':
      return (labels) => setLabel(labels, target, joined(labels).toUpperCase())
    case 'hashmod':
      return (labels) => setLabel(labels, target, hashOf(joined(labels), rule.modulus))
    case 'labelmap':
      return (labels) => {
        for (const [name, value] of [...labels]) {
          const mapped = expander(expression, name)?.(replacement)
          if (mapped) setLabel(labels, mapped, value)
        }
        return true
      }
    case 'labeldrop':
    case 'labelkeep':
      return (labels) => {
        for (const name of [...labels.keys()]) {
          if (matches(name) === (action === 'labeldrop')) labels.delete(name)
        }
        return true
      }
    default:
      throw new RelabelError(`there is no action ${action}`)
  }
}

const NEEDS_TARGET: readonly string[] = [
  ...['replace', 'keepequal', 'dropequal', 'lowercase', 'uppercase', 'hashmod'],
]

function setLabel(labels: Labels, name: string, value: string): true {
  if (value === '') labels.delete(name)
  else labels.set(name, value)
  return true
}

function wholeExpression(text: string): RE2JS {
  try {
    return RE2JS.compile(`^(?s:${text})$`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RelabelError(`the regex ${text} cannot be read: ${why}`)
  }
}

/** What fills a template from a text that matches; undefined where it does not. */
function expander(expression: RE2JS, text: string): ((template: string) => string) | undefined {
  const matcher = expression.matcher(text)
  if (!matcher.find()) return undefined
  const groupOf = (name: string) => {
    const index = /^\d+$/.test(name) ? Number(name) : expression.namedGroups()[name]
    const known = index !== undefined && index <= matcher.groupCount()
    return known ? (matcher.group(index) ?? '') : ''
  }
  return (template) =>
    template.replace(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (written, braced?: string, bare?: string) =>
      written === '$$' ? '$' : groupOf(braced ?? bare ?? ''),
    )
}

/** The last eight bytes of the MD5 sum, as Prometheus has it. */
function hashOf(text: string, modulus: unknown): string {
  const by = Number(modulus)
  if (!Number.isInteger(by) || by <= 0) throw new RelabelError('hashmod needs a modulus above 0')
  const bytes = createHash('md5').update(text).digest()
  return String(bytes.readBigUInt64BE(8) % BigInt(by))
}
