import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EXIT_CODES } from '../packages/check-tcp/src/cli/exit/error-exit-code.js'
import {
  CHECK_TCP_ERRORS,
  type ErrorDescription,
} from '../packages/check-tcp/src/core/errors/error-codes.js'
import { EXIT_CODES as MONITOR_EXIT_CODES } from '../packages/check-tcp-monitor/src/cli/error-exit-code.js'
import { MONITOR_ERRORS } from '../packages/check-tcp-monitor/src/core/errors/monitor-errors.js'
import { PROBLEMS } from '../packages/check-tcp-monitor/src/http/problem/http-problem.js'
import { sourceFiles } from './source-imports.js'

const ROOT = resolve(import.meta.dirname, '..')
const REFERENCE = readFileSync(resolve(ROOT, 'docs/reference/errors.md'), 'utf8')
const ERRORS: Readonly<Record<string, ErrorDescription>> = {
  ...CHECK_TCP_ERRORS,
  ...MONITOR_ERRORS,
}

/** Classes that never leave the place where they are thrown, or that an HTTP answer is made of. */
const INTERNAL = ['ExchangeEnded', 'Unusable', 'HttpProblem']

interface ErrorClass {
  readonly name: string
  readonly base: string
  readonly code: string | undefined
}

/** Every class of an error in a text, with its code where it has one of its own. */
function errorClassesIn(text: string): readonly ErrorClass[] {
  const found = text.matchAll(/class (\w+) extends (\w*Error)\b[^{]*\{([\s\S]*?)\n?\}/g)
  return [...found].map(([, name = '', base = '', body = '']) => ({
    name,
    base,
    code: /readonly code = '(\w+)'/.exec(body)?.[1],
  }))
}

const CLASSES = ['check-tcp', 'check-tcp-monitor'].flatMap((name) =>
  sourceFiles(resolve(ROOT, 'packages', name, 'src')).flatMap((file) =>
    errorClassesIn(readFileSync(file, 'utf8')),
  ),
)

describe('errors', () => {
  it('have a code each, but for those that nobody outside sees', () => {
    const codeless = CLASSES.filter(({ base }) => base !== 'CheckTcpError').map(({ name }) => name)
    expect(codeless.filter((name) => name !== 'CheckTcpError').sort()).toEqual([...INTERNAL].sort())
  })

  it('have the code that the table has for their class', () => {
    const coded = CLASSES.filter(({ base }) => base === 'CheckTcpError')
    expect(coded.length).toBeGreaterThan(15)
    for (const { name, code } of coded) {
      const codes = Object.keys(ERRORS).filter((one) => ERRORS[one]?.thrownAs === name)
      if (code === undefined) expect(codes.length, name).toBeGreaterThan(1)
      else expect(codes, name).toEqual([code])
    }
  })

  it('have codes that no other package has', () => {
    const both = Object.keys(CHECK_TCP_ERRORS).filter((code) => code in MONITOR_ERRORS)
    expect(both).toEqual([])
  })

  it('have classes that are there', () => {
    const names = new Set(CLASSES.map(({ name }) => name))
    for (const { thrownAs } of Object.values(ERRORS)) expect(names).toContain(thrownAs)
  })

  it('are all in the reference, as are the problems of the HTTP API', () => {
    for (const [code, { meaning }] of Object.entries(ERRORS)) {
      expect(REFERENCE).toContain(`| \`${code}\` |`)
      expect(REFERENCE).toContain(meaning)
    }
    for (const name of Object.keys(PROBLEMS)) expect(REFERENCE).toContain(`| \`${name}\` |`)
  })

  it('end a command with the code that the reference has', () => {
    for (const origin of ['input', 'machine', 'interruption'] as const) {
      const row = new RegExp(`\\| ${origin} \\| [^|]+ \\| (\\d+) \\| (\\d+) \\|`).exec(REFERENCE)
      expect(row?.slice(1).map(Number), origin).toEqual([
        EXIT_CODES[origin],
        MONITOR_EXIT_CODES[origin],
      ])
    }
  })
})
