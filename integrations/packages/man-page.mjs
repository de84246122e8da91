// The manual page is what `--help` says.
import { execFileSync } from 'node:child_process'

/** check-tcp(1), in roff. `command` is the program with its first words. */
export function manPage([program, ...words], { version, seconds }) {
  const date = new Date(seconds * 1_000).toISOString().slice(0, 10)
  const help = (...names) =>
    execFileSync(program, [...words, ...names, '--help'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, COLUMNS: '76' },
    })
  const own = help()
  const [usage = '', purpose = ''] = own.split('\n\n')
  const commands = [...own.matchAll(/^ {2}([a-z]+)[ \w.<>[\]]* {2,}/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help' && own.indexOf('\nCommands:') < own.indexOf(`\n  ${name}`))
  return [
    `.TH CHECK\\-TCP 1 "${date}" "check\\-tcp ${version}"`,
    '.SH NAME',
    `check\\-tcp \\- ${escaped(firstLow(purpose.trim()))}`,
    '.SH SYNOPSIS',
    verbatim(usage.replace('Usage: ', '')),
    '.SH DESCRIPTION',
    verbatim(own.split('\n\n').slice(1).join('\n\n')),
    ...commands.flatMap((name) => [
      `.SH "CHECK\\-TCP ${name.toUpperCase()}"`,
      verbatim(help(name)),
    ]),
    '.SH FILES',
    verbatim(
      '/etc/check-tcp/monitor.yaml  the config of the service check-tcp-monitor\n/etc/check-tcp/policy.yaml   what may be checked, if it is there',
    ),
    '',
  ].join('\n')
}

function firstLow(text) {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\s+/g, ' ')
}

function verbatim(text) {
  return `.nf\n${text.trimEnd().split('\n').map(escaped).join('\n')}\n.fi`
}

function escaped(line) {
  const text = line.replaceAll('\\', '\\e').replaceAll('-', '\\-')
  return /^[.']/.test(text) ? `\\&${text}` : text
}
