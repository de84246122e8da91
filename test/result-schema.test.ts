import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const PACKAGE = new URL('../packages/check-tcp/', import.meta.url)

/** A part of the JSON Schema that describes an object. */
interface ObjectSchema {
  readonly properties: Readonly<Record<string, ObjectSchema & { readonly items?: ObjectSchema }>>
  readonly required: readonly string[]
}

function readSchema(): readonly [success: ObjectSchema, error: ObjectSchema] {
  return JSON.parse(readFileSync(new URL('schema/result.json', PACKAGE), 'utf8')).oneOf
}

/** The keys of an interface of `core/wire/result.ts` that a result can have, and whether they may be absent. */
function readInterface(name: string): ReadonlyMap<string, 'optional' | 'required'> {
  const source = readFileSync(new URL('src/core/wire/result.ts', PACKAGE), 'utf8')
  const [, body = ''] =
    new RegExp(`^export interface ${name} \\{\n(.*?)^\\}`, 'ms').exec(source) ?? []
  const members = [...body.matchAll(/^ {2}readonly (\w+)(\??): (?!undefined$)/gm)]
  return new Map(members.map(([, key = '', mark]) => [key, mark ? 'optional' : 'required']))
}

function keysOf({ properties, required }: ObjectSchema) {
  const keys = Object.keys(properties)
  return new Map(keys.map((key) => [key, required.includes(key) ? 'required' : 'optional']))
}

const [success, error] = readSchema()
const details = success.properties.details
const attempt = details?.properties.attempts?.items
const address = attempt?.properties.addresses?.items

describe('the published schema of a result', () => {
  it.each([
    ['SuccessResult', success],
    ['ErrorResult', error],
    ['ResultDetails', details],
    ['AttemptResult', attempt],
    ['AddressResult', address],
    ['TlsResult', details?.properties.tls],
  ] as const)('has each key of %s and no other', (name, schema) => {
    const keys = readInterface(name)
    expect(keys.size).toBeGreaterThan(0)
    expect(schema && keysOf(schema)).toEqual(keys)
  })

  it('knows the same details of a failure as of a success', () => {
    expect(Object.keys(error.properties.details?.properties ?? {})).toEqual(
      Object.keys(details?.properties ?? {}),
    )
  })
})
