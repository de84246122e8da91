import { createRequire } from 'node:module'
import { optionParts } from '../../packages/check-tcp/dist/core/words.js'
import { createProgram as createMonitorProgram } from '../../packages/check-tcp-monitor/dist/cli/program.js'
import { row } from './schema-table.mjs'

const HEAD = `# Commands and flags

Every command with its arguments and flags, generated from the program itself: \`check-tcp COMMAND --help\` says the same, with
examples. A time is a number of seconds, or has its unit: \`500ms\`, \`1.5s\`, \`5m\`, \`1h\`.
`

/** The reference of the command line, in Markdown. */
export function cliReference() {
  const load = createRequire(import.meta.url)
  const { createProgram } = load('../../packages/check-tcp/dist/cli/program.cjs')
  const terminal = { out: async () => {}, err: () => {}, columns: 80 }
  const programs = [createProgram(terminal, () => {}), createMonitorProgram(terminal, () => {})]
  // The monitor's own program is told of in full below.
  const commands = programs.flatMap((program) => walk(program, program.name()))
  return [HEAD, ...commands.filter(({ words }) => words !== 'check-tcp help').map(describe)].join(
    '\n',
  )
}

function walk(command, words) {
  const isPassedOn = words === 'check-tcp monitor' && command.parent !== null
  const own = isPassedOn ? [] : [{ command, words }]
  return [...own, ...command.commands.flatMap((each) => walk(each, `${words} ${each.name()}`))]
}

function describe({ command, words }) {
  const options = command.options.filter(({ hidden }) => !hidden)
  const subcommands = command.commands.map((each) => each.name())
  return [
    `## ${words}\n`,
    `\`${words}${usageOf(command)}\`\n`,
    `${sentence(command.description())}\n`,
    ...(subcommands.length > 0
      ? [`Commands: ${subcommands.map((name) => `\`${name}\``).join(', ')}.\n`]
      : []),
    ...(options.length + command.registeredArguments.length > 0 ? table(command, options) : []),
  ].join('\n')
}

function usageOf(command) {
  const words = command.registeredArguments.map((each) => {
    const name = `${each.name()}${each.variadic ? '...' : ''}`
    return each.required ? `<${name}>` : `[${name}]`
  })
  return words.length > 0 ? ` ${words.join(' ')}` : ''
}

function table(command, options) {
  return [
    row('', ''),
    row('---', '---'),
    ...command.registeredArguments.map((each) =>
      row(`\`${each.name()}\``, plain(each.description)),
    ),
    ...options.map((option) => {
      const { description, choices: allowed, default: value } = optionParts(option)
      const choices =
        allowed.length > 0 ? ` One of ${allowed.map((each) => `\`${each}\``).join(', ')}.` : ''
      const preset = value === undefined ? '' : ` Default: ${value}.`
      return row(`\`${option.flags}\``, `${sentence(plain(description))}${choices}${preset}`)
    }),
    '',
  ]
}

/** With a capital and a full stop, but where it begins with a word to type. */
function sentence(text) {
  const end = /[.?]$/.test(text) ? '' : '.'
  return /^\w+:/.test(text)
    ? `${text}${end}`
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`
}

function plain(text = '') {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
}
