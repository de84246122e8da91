import { readFile } from 'node:fs/promises'
import { packageFile } from '../../core/package-file.js'
import { nearestSpelling } from '../../core/text/nearest-spelling.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** The schemas that the package carries, generated from the valibot schemas at build time. */
const SCHEMAS = ['parameters', 'task-file', 'result', 'explanation', 'policy']

/** `check-tcp schema [NAME]`: prints a JSON Schema. */
export async function printSchema(name: string, terminal: Terminal): Promise<number> {
  if (!SCHEMAS.includes(name)) {
    const nearest = nearestSpelling(name, SCHEMAS)
    const hint = nearest ? `; did you mean ${nearest}?` : ''
    throw new UsageError(`there is no schema "${name}"${hint} (known: ${SCHEMAS.join(', ')})`)
  }
  await terminal.out(
    await readFile(packageFile(import.meta.dirname, `schema/${name}.json`), 'utf8'),
  )
  return EXIT.ok
}
