import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { markdownTable, measuredOn } from './markdown-table.mjs'

const FOLDER = new URL('../results/', import.meta.url)

/**
 * Prints a table with the machine it was measured on and writes it to `results/`, as Markdown for people and as JSON for
 * `scripts/bench-docs.mjs`.
 *
 * @param columns the heads of the table's columns
 * @param rows a list of cells for each row
 * @param numbers what each round measured, unrounded, an entry for each row
 */
export function reportTable({ name, title, explanation, columns, rows, numbers }) {
  const origin = { machine: machine(), node: process.version, commit: commit() }
  const table = markdownTable(columns, rows)
  const text = `${[`# ${title}`, explanation, measuredOn(origin), table].join('\n\n')}\n`
  const result = { name, title, explanation, ...origin, columns, rows, numbers }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(new URL(`${name}.md`, FOLDER), text)
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(result, null, 1)}\n`)
  console.log(text)
}

function machine() {
  const model = cpus()[0]?.model.trim() || 'an unknown processor'
  return `${model}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`
}

function commit() {
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const git = (...args) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--', 'packages') === '' ? '' : ' with changes'
    return git('rev-parse', '--short', 'HEAD') + changed
  } catch {
    return 'unknown'
  }
}
