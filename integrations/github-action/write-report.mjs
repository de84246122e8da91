import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/**
 * What the runner reads: a line on standard output for each annotation, outputs and a summary in the files that it names.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
function annotate(message, { file, line, column: col, title }) {
  const given = Object.entries({ file, line, col, title }).filter(
    ([, value]) => value !== undefined,
  )
  const properties = given.map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  console.log(`::error ${properties.join(',')}::${escapeData(message)}`)
}

/** Something wrong with an input, or with a file at its place: the file is named in the message where it has none. */
export function annotateProblem({ file, line, column, message }) {
  const text = file === undefined || line !== undefined ? message : `${file}: ${message}`
  annotate(text, { file, line, column, title: 'check-tcp' })
}

/** @param found a list of `{ name, ok, error?, advice?, took?, file?, line? }`; the last two of a task */
export function writeReport(found, environment) {
  for (const { name, ok, error, advice, file, line } of found) {
    // Whatever a task is called, its name begins no command of the runner.
    if (ok) console.log(`ok: ${name.replace(/\s+/g, ' ')}`)
    else annotate([error, ...(advice ?? [])].join('\n'), { file, line, title: name })
  }
  const { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary } = environment
  if (output) {
    // Whatever a target answers, no line of it is the end of the value.
    const end = randomUUID()
    const ok = found.every((each) => each.ok)
    appendFileSync(output, `ok=${ok}\nresults<<${end}\n${JSON.stringify(found)}\n${end}\n`)
  }
  if (summary) appendFileSync(summary, `${tableOf(found)}\n`)
}

function tableOf(found) {
  const rows = found.map(({ name, ok, error, advice, took }) => {
    const what = ok ? 'ok' : [error, ...(advice ?? [])].join('\n')
    const time = took === undefined ? '' : duration(took)
    return `| ${ok ? '✅' : '❌'} ${cell(name)} | ${cell(what)} | ${time} |`
  })
  return ['| | found | response time |', '| --- | --- | --: |', ...rows, ''].join('\n')
}

/** A connection on one machine takes microseconds. */
function duration(seconds) {
  if (seconds < 0.001) return `${Math.round(seconds * 1_000_000)} µs`
  return seconds < 1 ? `${(seconds * 1_000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`
}

/** Text in a table, and nothing else. */
function cell(text) {
  return String(text)
    .replace(/[&<>|\\`*_[\]]/g, (each) => `&#${each.charCodeAt(0)};`)
    .replace(/\r?\n|\r/g, '<br>')
}

function escapeData(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text) {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
