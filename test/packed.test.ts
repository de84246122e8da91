import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const PACKAGE = resolve(ROOT, 'packages/check-tcp')

/** What a user of the library may be asked to install. */
const MOST_DEPENDENCIES = 5

/** npm adds these to a package's scripts by itself when they are there. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

describe('the packed package', () => {
  let folder: string
  let installed: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-packed-'))
    execFileSync('npm', ['pack', '--pack-destination', folder, '--silent'], { cwd: PACKAGE })
    const [tarball = ''] = readdirSync(folder)
    const modules = join(folder, 'node_modules')
    mkdirSync(modules)
    execFileSync('tar', ['-xzf', join(folder, tarball), '-C', modules])
    installed = join(modules, 'check-tcp')
    execFileSync('mv', [join(modules, 'package'), installed])
    // Its dependencies as npm would install them, and nothing else of the workspace.
    for (const name of Object.keys(manifest().dependencies)) {
      symlinkSync(resolve(ROOT, 'node_modules', name), join(modules, name))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const manifest = () => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))

  function run(program: string) {
    const file = join(folder, 'program.mjs')
    writeFileSync(file, program)
    return spawnSync(process.execPath, [file], { encoding: 'utf8' })
  }

  it('runs no script at installation and has few direct dependencies', () => {
    const { scripts = {}, dependencies } = manifest()
    expect(Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([])
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(MOST_DEPENDENCIES)
    for (const name of Object.keys(dependencies)) {
      const { scripts = {} } = JSON.parse(
        readFileSync(resolve(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
      )
      expect(
        Object.keys(scripts).filter((script) => INSTALL_SCRIPTS.slice(0, 3).includes(script)),
      ).toEqual([])
    }
  })

  it('carries the library, the command, the schemas and the licence, and no test', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    for (const file of [
      'README.md',
      'LICENSE',
      'dist/index.d.ts',
      'dist/cli/check-tcp.cjs',
      'schema/result.json',
    ]) {
      expect(files).toContain(file)
    }
    expect(files.filter((file) => file.includes('.test.'))).toEqual([])
  })

  it('checks when imported, and ends by itself', () => {
    const { stdout, stderr, status } = run(`
      import { checkTcpConnection, InvalidParametersError } from 'check-tcp'
      const result = await checkTcpConnection({ host: '127.0.0.1', port: 1 })
      const error = await checkTcpConnection({ host: '127.0.0.1', port: '1' }).catch((error) => error)
      console.log(result.error, error instanceof InvalidParametersError, error.code)
    `)
    expect(stderr).toBe('')
    expect(stdout).toBe('Connection refused true INVALID_PARAMETERS\n')
    expect(status).toBe(0)
  })

  it('runs tasks with a plugin of its user', () => {
    const { stdout, stderr } = run(`
      import * as v from 'valibot'
      import { createRegistry, loadTaskFiles, runTasks } from 'check-tcp/tasks'
      const plugin = {
        name: 'greet',
        description: 'Greets.',
        schema: v.strictObject({ whom: v.string('a name') }),
        run: async ({ whom }) => ({ greeting: 'hello ' + whom }),
        succeeded: () => true,
      }
      const text = '- {name: one, plugin: greet, parameters: {whom: world}}'
      const options = { registry: createRegistry([plugin]), environment: {} }
      const { tasks, close } = await loadTaskFiles([{ path: 'greet.yaml', text }], options)
      for await (const { name, result } of runTasks(tasks)) console.log(name, result.greeting)
      await close()
    `)
    expect(stderr).toBe('')
    expect(stdout).toBe('one hello world\n')
  })

  it('runs as a command', () => {
    const command = join(installed, manifest().bin['check-tcp'])
    const args = [command, '127.0.0.1:1', '--output', 'json']
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', error: 'Connection refused' })
    expect(status).toBe(1)
  })
})
