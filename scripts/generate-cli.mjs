// Writes the reference of commands and flags from the programs. Run by `npm run build` after rolldown, which bundles them.
import { writeFileSync } from 'node:fs'
import { cliReference } from './references/cli-reference.mjs'

writeFileSync(new URL('../docs/reference/cli.md', import.meta.url), cliReference())
