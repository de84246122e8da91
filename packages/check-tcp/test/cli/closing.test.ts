import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCommand, startCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

/** Sockets of a writer that has not let go of the log. */
function socketsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('writer-'))
}

describe('the audit log of a command', () => {
  it.each<[string, readonly string[], string]>([
    ['checks', ['127.0.0.1:9'], ''],
    ['is refused by the scan guard', ['192.0.2.1:1-300'], ''],
    ['cannot read its task file', ['run', '/no/such/file.yaml'], ''],
    ['has a mistake in its task file', ['run', '-'], '- {name: a}\n'],
    [
      'runs tasks',
      ['run', '-'],
      '- {name: a, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: 9}}\n',
    ],
    ['does not know its plugin', ['plugin', 'no_such_plugin'], '{}'],
    ['cannot read its parameters', ['plugin', 'check_tcp_connection'], '{'],
    ['refuses its parameters', ['plugin', 'check_tcp_connection'], '{"host": "a"}'],
    ['reads a folder for a list', ['--targets', '/'], ''],
    ['waits', ['wait', '127.0.0.1:9', '--for', '0.1'], ''],
    ['watches', ['watch', '127.0.0.1:9', '--count', '1'], ''],
    ['explains', ['explain', '127.0.0.1:9', '--deadline', '1'], ''],
  ])('is closed where it %s', async (_, args, stdin) => {
    await using folder = await temporaryFolder()
    const directory = `${folder.path}/audit`
    const policy = await folder.write('policy.yaml', `audit: {directory: ${directory}}\n`)
    await runCommand(args, { stdin, env: { CHECK_TCP_POLICY: policy } })
    expect(socketsIn(directory)).toEqual([])
    const verified = await runCommand(['audit', 'verify', '--directory', directory])
    expect(verified.code).toBe(0)
  })

  it.each<[string, readonly string[]]>([
    ['reading a task file from standard input', ['run', '-']],
    ['reading parameters', ['plugin', 'check_tcp_connection']],
    ['reading a list', ['--targets', '-']],
  ])('is closed at Ctrl-C while %s', async (_, args) => {
    await using folder = await temporaryFolder()
    const directory = `${folder.path}/audit`
    const policy = await folder.write('policy.yaml', `audit: {directory: ${directory}}\n`)
    const command = startCommand(args, { env: { CHECK_TCP_POLICY: policy } })
    const isOpen = () => {
      try {
        return socketsIn(directory).length > 0
      } catch {
        return false
      }
    }
    while (!isOpen()) await new Promise((resolve) => setTimeout(resolve, 5))
    command.interrupt()
    await command.finished
    expect(socketsIn(directory)).toEqual([])
  })
})
