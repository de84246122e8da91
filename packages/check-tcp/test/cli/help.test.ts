import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COMMAND, REPOSITORY, RunningCommand, runCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

const COMMANDS = ['run', 'wait', 'watch', 'explain', 'nagios', 'audit', 'mcp', 'schema', 'plugin']

/** The lines under "Examples:" of a command's help. */
async function examplesOf(command: readonly string[]): Promise<string[]> {
  const { code, stdout } = await runCommand([...command, '--help'])
  expect(code).toBe(0)
  return [...stdout.matchAll(/^ {2}\$ (.+)$/gm)].flatMap(([, line]) => line ?? [])
}

describe('--help', () => {
  it('names every command and flag of the program', async () => {
    const { code, stdout, stderr } = await runCommand(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${word} `, 'm'))
    const flags = ['timeout', 'attempts', 'retry-delay', 'source-port', 'family', 'addresses']
    for (const flag of [...flags, 'targets', 'concurrency', 'output']) {
      expect(stdout).toContain(`--${flag} `)
    }
    expect((await runCommand(['help'])).stdout).toBe(stdout)
    expect((await runCommand(['-h'])).stdout).toBe(stdout)
  })

  it.each(COMMANDS)('and help are the same for %s', async (command) => {
    const { code, stdout } = await runCommand([command, '--help'])
    expect(code).toBe(0)
    expect(await runCommand(['help', command])).toEqual({ code: 0, stdout, stderr: '' })
  })

  it.each([[[]], ...COMMANDS.map((command) => [[command]])])(
    'of %j has examples that run',
    async (command) => {
      const examples = await examplesOf(command)
      expect(examples.length).toBeGreaterThan(0)
      await using folder = await temporaryFolder()
      await folder.write('check-tcp', `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`)
      const env = { PATH: `${folder.path}:${process.env.PATH}`, SOURCE_PORT: '24681' }
      for (const example of examples) {
        const script = `chmod +x ${folder.path}/check-tcp; ${example}`
        const shell = new RunningCommand('sh', ['-c', script], env)
        shell.endInput()
        const { code, stdout, stderr } = await shell.finished
        expect({ example, code, stderr }).toMatchObject({ code: expect.toBeOneOf([0, 1]) })
        expect({ example, stdout }).not.toMatchObject({ stdout: '' })
      }
    },
  )
})

describe('--version', () => {
  it("prints the package's version", async () => {
    const { version } = JSON.parse(
      readFileSync(`${REPOSITORY}/packages/check-tcp/package.json`, 'utf8'),
    )
    for (const flag of ['--version', '-V']) {
      expect(await runCommand([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    }
  })
})

describe('a command line that says too little or something else', () => {
  it('shows the help on standard error where it is empty', async () => {
    const { code, stdout, stderr } = await runCommand([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe((await runCommand(['--help'])).stdout)
  })

  it.each([
    [
      ['rnu', 'tasks.yaml'],
      '"rnu" is neither a target, such as example.com:443, nor a command; did you mean check-tcp run?',
    ],
    [['wiat', 'localhost:80', '--for', '3'], 'nor a command; did you mean check-tcp wait?'],
    [['schem'], 'nor a command; did you mean check-tcp schema?'],
    [['tasks.yaml'], '"tasks.yaml" is not a target; to run a task file: check-tcp run FILE'],
    [
      ['example.com', '--timeout', '3'],
      '"example.com" has no port; write check-tcp example.com:443 --timeout 3',
    ],
    [['run'], 'missing: <file>'],
    [['wait'], 'no target was given'],
    [['watch', 'a:1', 'b:2'], 'watch takes one target'],
    [
      ['explain', '127.0.0.0/24:22'],
      'explain takes one target; write check-tcp explain 127.0.0.1:22',
    ],
    [['policy', 'test', '10.0.0.0/24:22'], 'blocks of addresses and lists of ports cannot be'],
    [['schema', 'result', 'more'], 'schema takes 1 argument, got 2'],
  ])('as in %j is told what is missing', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^(check-tcp: .*\n){1,2}$/)
  })
})
