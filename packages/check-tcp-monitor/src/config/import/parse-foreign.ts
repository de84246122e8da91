import { checkText, positionsOf } from 'check-tcp/files'
import { escapeControl } from 'check-tcp/words'
import { parseDocument } from 'yaml'
import { isMapping, listOf } from './foreign-value.js'
import { ForeignConfigError, type ImportFile } from './imported.js'

/** Aliases that a file may use, those inside of others counted each time; `<<: *defaults` stands in every endpoint. */
const MAX_ALIASES = 20_000

/**
 * The values of a YAML or JSON file of another program. References to the environment stay as they are written, merge
 * keys (`<<`) are merged. `!!binary` is a text where its bytes are one, else a `Uint8Array`; other tags say nothing.
 *
 * @throws {ForeignConfigError} for what is neither, with its place
 */
export function parseForeign({ path, text: whole }: ImportFile): unknown {
  const text = whole.replace(/^\uFEFF/, '')
  const { problem } = checkText(text)
  if (problem) throw new ForeignConfigError(`${path}: ${problem.message}`)
  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(text)
    if (json !== undefined) return plain(json, path)
  }
  return plain(parseYamlText(text, path), path)
}

function parseYamlText(text: string, path: string): unknown {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
    })
    const [error] = document.errors
    if (error) {
      const { line, column } = positionsOf(text)(error.pos[0])
      const message = escapeControl(error.message.split('\n')[0] ?? '')
      throw new ForeignConfigError(`${path}:${line}:${column}: not valid YAML: ${message}`)
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    if (error instanceof ForeignConfigError) throw error
    // The parser's own recursion, an alias without an anchor, or too many of them.
    const message = error instanceof RangeError ? TOO_DEEP : String(error).replace(/^\w+: /, '')
    throw new ForeignConfigError(`${path}: ${escapeControl(message)}`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It may be YAML in flow style; as YAML it is told where it is wrong.
    return undefined
  }
}

/** Deeper than any config of these programs, and far from where recursion ends. */
const DEEPEST = 100

const TOO_DEEP = `lists and mappings may be nested at most ${DEEPEST} deep`

/** Keys that mean something to JavaScript objects, which JSON lets through. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** Mappings without prototypes, in which YAML 1.1's merge keys are merged: own keys win, then the earlier of several. */
function plain(value: unknown, path: string, depth = 0): unknown {
  if (depth > DEEPEST) throw new ForeignConfigError(`${path}: ${TOO_DEEP}`)
  if (Array.isArray(value)) return value.map((item) => plain(item, path, depth + 1))
  if (value instanceof Uint8Array) return textOfBytes(value)
  if (!isMapping(value)) return value
  const own: Record<string, unknown> = Object.create(null)
  for (const [key, one] of Object.entries(value)) {
    if (key !== '<<' && !FORBIDDEN_KEYS.includes(key)) own[key] = plain(one, path, depth + 1)
  }
  const bases = isMapping(value['<<']) ? [value['<<']] : listOf(value['<<'])
  for (const base of bases) {
    const inherited = plain(base, path, depth + 1)
    if (!isMapping(inherited)) continue
    for (const [key, one] of Object.entries(inherited)) {
      if (!Object.hasOwn(own, key)) own[key] = one
    }
  }
  return own
}

function textOfBytes(bytes: Uint8Array): string | Uint8Array {
  const text = Buffer.from(bytes).toString()
  return Buffer.from(text).equals(bytes) ? text : bytes
}
