import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

const FILE = new URL('../../schema/explanation.json', import.meta.url)

const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(FILE, 'utf8')))

/** What the published schema has against an explanation; empty where nothing. */
export function explanationProblems(explanation: unknown): readonly string[] {
  validate(explanation)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
