import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { textWidth } from '../../src/report/text/text-width.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand } from './support/run-command.js'
import { startOnTerminal } from './support/run-on-terminal.js'
import { temporaryFolder } from './support/temporary-folder.js'

const TASKS = `
- name: a_task_with_a_name_that_says_what_it_is_for
  plugin: check_tcp_connection
  parameters: {host: 127.0.0.1, port: PORT, attempts: 2, retry_delay: 0.01}
`

const BROKEN_TASKS = `
- name: a_task
  plugin: check_tcp_connection
  parameters: {host: 127.0.0.1, port: often, timeout: -1, retry_dealy: 5}
`

/** What stays on the screen of what was drawn over and over. */
function lastDrawn(line: string): string {
  return stripVTControlCharacters(line.trimEnd().split('\r').at(-1) ?? '')
}

describe('lines for a person', () => {
  it.each([40, 80, 100, 200])('are broken between words at %i columns', async (columns) => {
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const target = `127.0.0.1:${closed.port}`
    const tasks = await folder.write('tasks.yaml', TASKS.replace('PORT', String(closed.port)))
    const broken = await folder.write('broken.yaml', BROKEN_TASKS)
    const commands = [
      [target, '--attempts', '2', '--retry-delay', '0.01'],
      [target, 'localhost:1', '--verbose'],
      [`127.0.0.1:${closed.port},1-50`],
      ['run', tasks],
      ['run', broken],
      ['wait', target, '--for', '0.1'],
      ['watch', target, '--count', '2', '--interval', '0.01'],
      ['explain', target, '--ports', '22,443'],
      ['--tiemout', '3', target, '--attempts', '2', '--retry-delay', '0.01'],
      [`${target}:90`],
    ]
    for (const args of commands) {
      const { stdout } = await startOnTerminal(args, { columns }).finished
      const lines = stdout.split('\n').map(lastDrawn)
      expect(lines.join('')).not.toBe('')
      for (const line of lines) {
        // A word that is wider than the screen is left whole.
        if (/\S \S/.test(line.replace(/[✔✘$-] /, '')))
          expect.soft(textWidth(line), line).toBeLessThanOrEqual(columns)
      }
    }
  })

  it('are not broken away from a terminal', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const { stdout } = await runCommand([target], { env: { COLUMNS: '40' } })
    expect(stdout).toContain('    - Ensure the service is bound to the correct interface\n')
    const { stderr } = await runCommand(['127.0.0.1:80:90'], { env: { COLUMNS: '40' } })
    expect(stderr).toMatch(/^check-tcp: .*; write check-tcp .*\n$/)
  })

  it('have the command to type on a line of its own where it would be broken', async () => {
    const { stdout } = await startOnTerminal(['127.0.0.1:80:90'], { columns: 60 }).finished
    expect(stdout.replaceAll('\r', '')).toBe(
      'check-tcp: "127.0.0.1:80:90" is not HOST:PORT, such as\n  example.com:443 or [::1]:22\ncheck-tcp: write check-tcp 127.0.0.1:80-90\n',
    )
  })
})
