import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MonitorHome } from '../daemon/running-monitor.js'
import { runMonitorCommand } from './run-monitor-command.js'

const CHECK =
  'checks: [{ name: "a\u200b", plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: 1 } }]'

/** A folder in which a monitor has run. */
async function usedHome(): Promise<MonitorHome> {
  const home = new MonitorHome()
  home.write(CHECK)
  const monitor = await home.start()
  await monitor.stop()
  return home
}

describe('a backup', () => {
  it('replaces what is there only with --force', async () => {
    using home = await usedHome()
    const file = join(home.directory, 'copy.db')
    const backup = (...words: string[]) =>
      runMonitorCommand('backup', file, '-c', home.config, ...words)
    expect(await backup()).toEqual({ code: 0, stdout: '', stderr: '' })
    writeFileSync(file, 'mine')
    expect(await backup()).toMatchObject({
      code: 2,
      stderr: `check-tcp: ${file} already exists; --force replaces it\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(await backup('--force')).toMatchObject({ code: 0 })
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('does not replace a link that leads nowhere either', async () => {
    using home = await usedHome()
    const link = join(home.directory, 'link.db')
    symlinkSync('nowhere', link)
    expect(await runMonitorCommand('backup', link, '-c', home.config)).toMatchObject({ code: 2 })
  })
})

describe('a command line that cannot be used', () => {
  it.each([
    [[], /^check-tcp: monitor\.yaml: does not exist; name the config: check-tcp monitor FILE, or /],
    [['status', 'now'], /^check-tcp: status is neither a file nor a command \(commands: import, /],
    [['incidents'], /; did you mean incident\? /],
    [
      ['maintenance', 'add'],
      /^check-tcp: missing: <what>\ncheck-tcp: see check-tcp monitor maintenance add --help\n$/,
    ],
    [['--sni'], /^check-tcp: unknown option '--sni'\ncheck-tcp: see check-tcp monitor --help\n$/],
    [['--log-level', 'loud'], /^check-tcp: --log-level must be one of debug, .*, got "loud"\n/],
  ])('is answered in words: %j', async (words, message) => {
    const { code, stdout, stderr } = await runMonitorCommand(...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })
})

describe('a file that a command is to read', () => {
  it.each(['import', 'restore'])('is reported if it does not exist: %s', async (command) => {
    using home = await usedHome()
    const words = command === 'restore' ? ['-c', home.config] : []
    const ended = await runMonitorCommand(command, '/nowhere/at-all.yml', ...words)
    expect(ended).toEqual({
      code: 2,
      stdout: '',
      stderr: 'check-tcp: /nowhere/at-all.yml: does not exist\n',
    })
  })

  it('is reported if it is a folder, of which only import reads the files', async () => {
    using home = await usedHome()
    const folder = join(home.directory, 'folder')
    mkdirSync(folder)
    expect(await runMonitorCommand('import', folder)).toMatchObject({
      code: 2,
      stderr: `check-tcp: ${folder}: no file in this directory ends with .yaml, .yml or .json\n`,
    })
    expect(await runMonitorCommand('restore', folder, '-c', home.config)).toMatchObject({
      code: 2,
      stderr: `check-tcp: ${folder}: is a directory, not a file\n`,
    })
  })
})

describe('what cannot be seen in a name', () => {
  it('is escaped in the log and in what --check prints', async () => {
    using home = new MonitorHome()
    home.write(CHECK)
    await using monitor = await home.start()
    await monitor.says('a\u200b is down')
    expect(monitor.stderr).toContain('a\\u200b is down')
    expect(monitor.stderr).not.toContain('\u200b')
    for (const format of ['human', 'json']) {
      const { stdout } = await runMonitorCommand('--check', home.config, '-o', format)
      expect(stdout).toContain('a\\u200b')
      expect(stdout).not.toContain('\u200b')
    }
  })
})
