import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { runMonitorCommand } from './run-monitor-command.js'

it.each([[[]], [['export', '-c']], [['dead-letters', 'list', '-c']]])(
  'says which database cannot be reached, why and what to do, and never the password: %j',
  async (words) => {
    using folder = temporaryDirectory()
    const config = join(folder.path, 'monitor.yaml')
    writeFileSync(
      config,
      `hub: { database: "postgres://watch:geheim-wort@127.0.0.1:1/history" }
locations: { fra: }
checks: [{ name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: 1 } }]
`,
    )
    const { code, stdout, stderr } = await runMonitorCommand(...words, config)
    expect(code).not.toBe(0)
    expect(stderr).toContain(
      'cannot connect to PostgreSQL at 127.0.0.1:1 (database history, user watch): ',
    )
    expect(stderr).toContain('look whether it runs there, and whether `hub.database` is right')
    expect(stdout + stderr).not.toMatch(/geheim|\n\s+at /)
  },
)
