import { createChecker, createEngine, type EngineName, explain } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { FAILURE_NAMES } from '../src/core/failure/failure.js'
import { explanationProblems } from './explain/explanation-problems.js'
import { ENGINES } from './support/engines.js'
import { closedPort } from './support/listening.js'
import { checkWith, FAILED, type MakeResult, SUCCESSES } from './support/result-kinds.js'
import { problemsBy, readSchema } from './support/schema-problems.js'

const KINDS = Object.entries({ ...SUCCESSES, ...FAILED })
const resultProblems = problemsBy('result')

/** The keys of every object in a value, each with those that lead to it: `details.tls.names`. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsIn(each, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`
    return [at, ...pathsIn(inner, at)]
  })
}

interface Schema {
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

/** The same of a schema. */
function pathsOf({ oneOf = [], properties = {}, items }: Schema, path = ''): readonly string[] {
  const own = Object.entries(properties).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`
    return [at, ...pathsOf(inner, at)]
  })
  const others = [...oneOf, ...(items ? [items] : [])].flatMap((each) => pathsOf(each, path))
  return [...own, ...others]
}

async function resultOf(make: MakeResult, name: EngineName) {
  const engine = await createEngine(name)
  const result = await make(checkWith(engine), engine)
  await engine.close()
  return result
}

describe.each(ENGINES)('the published schema of a result, %s engine', (engine) => {
  const seen = new Set<string>()

  it.each(KINDS)('describes a result of: %s', async (title, make) => {
    const result = await resultOf(make, engine)
    expect(resultProblems(result)).toEqual([])
    const failure = title in FAILED ? title.replace(/,.*/, '') : undefined
    expect(result.details.failure).toBe(failure)
    for (const path of pathsIn(result)) seen.add(path)
  })

  it('describes the result in an explanation too', async () => {
    const checker = createChecker({ engine: await createEngine(engine) })
    const parameters = { host: '127.0.0.1', port: await closedPort() }
    expect(explanationProblems(await explain(parameters, { checker }))).toEqual([])
    await checker.close()
  })

  it('has no key that none of them has', () => {
    expect([...new Set(pathsOf(readSchema('result')))].sort()).toEqual([...seen].sort())
  })
})

it('is held against each failure of the table', () => {
  const failures = Object.keys(FAILED).map((title) => title.replace(/,.*/, ''))
  expect([...new Set(failures)].sort()).toEqual([...FAILURE_NAMES].sort())
})
