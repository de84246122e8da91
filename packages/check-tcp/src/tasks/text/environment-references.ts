import { quote } from '../../core/text/show-value.js'
import { coreScalar, type ScalarValue } from '../tree/core-scalar.js'

/** The environment that `${NAME}` is looked up in, as `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>

interface ReferenceProblem {
  /** The beginning of the reference as it is written, to find it in the file. */
  readonly written: string
  readonly message: string
  readonly missingFrom?: 'environment'
}

type Replaced = { readonly value: ScalarValue } | { readonly problems: readonly ReferenceProblem[] }

/** `$${` stands for `${`; else a reference, whole or, in the last branch, one that cannot be read. */
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^${}]*))?\}|\$\{[^}]{0,40}\}?/g

/**
 * Replaces `${NAME}` and `${NAME:-default}` in a text of a task file. The default serves where the variable
 * is unset or empty, as in a shell. `$${` writes `${` itself.
 *
 * A text that is one reference and nothing else takes the type that YAML's core schema gives the replaced
 * text, quoted or not, so that `port: ${PORT}` and `{port: "${PORT}"}` are integers. What else is replaced
 * stays text, and so does everything where `keepText` is set (the tag `!!str`).
 */
export function replaceReferences(
  text: string,
  environment: Environment,
  keepText: boolean,
): Replaced {
  if (!text.includes('${')) return { value: text }
  const problems: ReferenceProblem[] = []
  let wholeReference = false
  const replaced = text.replace(REFERENCE, (written: string, name?: string, fallback?: string) => {
    if (written === '$${') return '${'
    if (name === undefined) {
      problems.push({ written, message: unreadable(written) })
      return ''
    }
    wholeReference = written === text
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined
    if (fallback !== undefined) return value || fallback
    if (value === undefined) {
      problems.push({ written, message: unset(name), missingFrom: 'environment' })
    }
    return value ?? ''
  })
  if (problems.length > 0) return { problems }
  return { value: wholeReference && !keepText ? coreScalar(replaced) : replaced }
}

function unset(name: string): string {
  return `the environment variable ${name} is not set; set it, or give a default: \${${name}:-default}`
}

/** `${NAME:default}`, `${NAME:=default}` and their like, which other tools have. */
const OTHER_DEFAULT = /^\$\{\s*([A-Za-z_]\w*)\s*(?::[=?+]?|[-=?+])\s*([^${}]*)\}$/

/** `${ NAME }`, `${env.NAME}` and their like. */
const OTHER_NAME = /^\$\{\s*(?:env(?:\.|:|\s))?\s*([A-Za-z_]\w*)\s*\}$/i

/** A reference of another tool as it is written here; `undefined` where it cannot be told. */
export function meantReference(written: string): string | undefined {
  const [, name] = OTHER_NAME.exec(written) ?? []
  if (name !== undefined) return `\${${name}}`
  const [, variable, fallback = ''] = OTHER_DEFAULT.exec(written) ?? []
  return variable === undefined ? undefined : `\${${variable}:-${fallback}}`
}

function unreadable(written: string): string {
  const meant = meantReference(written)
  if (meant !== undefined) return `${quote(written)} is not a reference; write ${meant}`
  return `${quote(written)} is not a reference: write \${NAME} or \${NAME:-default}, where a default has none of $ { }, or $\${ for the text \${ itself`
}
