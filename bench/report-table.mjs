import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('results/', import.meta.url)

/**
 * Prints a table with the machine it was measured on and writes it to `results/`.
 *
 * @param columns the heads of the table's columns
 * @param rows a list of cells for each row
 */
export function reportTable({ name, title, explanation, columns, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const text = [
    `# ${title}`,
    '',
    explanation,
    '',
    `Measured on ${machine()}, Node ${process.version}, commit ${commit()}.`,
    '',
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map(line),
    '',
  ].join('\n')
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(new URL(`${name}.md`, FOLDER), text)
  console.log(text)
}

function machine() {
  const model = cpus()[0]?.model.trim() || 'an unknown processor'
  return `${model}, ${availableParallelism()} cores, ${process.platform} ${process.arch}`
}

function commit() {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const git = (...args) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--', 'packages') === '' ? '' : ' with changes'
    return git('rev-parse', '--short', 'HEAD') + changed
  } catch {
    return 'unknown'
  }
}
