import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const PACKAGES = resolve(ROOT, 'packages')

/** What a user of the library may be asked to install. */
const MAX_DEPENDENCIES = 5

/** npm adds these to a package's scripts by itself when they are there. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

/** Packages as a user has them installed: packed, unpacked, with their dependencies and nothing else of the workspace. */
class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'check-tcp-packed-'))
  readonly #modules = join(this.folder, 'node_modules')

  constructor(names: readonly string[]) {
    mkdirSync(this.#modules)
    for (const name of names) {
      const cwd = join(PACKAGES, name)
      const packed = join(this.folder, `${name}-packed`)
      mkdirSync(packed)
      execFileSync('npm', ['pack', '--pack-destination', packed, '--silent'], { cwd })
      const [tarball = ''] = readdirSync(packed)
      execFileSync('tar', ['-xzf', join(packed, tarball), '-C', packed])
      renameSync(join(packed, 'package'), this.pathOf(name))
    }
    const needed = names.flatMap((name) => [...this.dependenciesOf(name), ...this.peersOf(name)])
    for (const dependency of new Set(needed)) {
      if (names.includes(dependency)) continue
      const path = join(this.#modules, dependency)
      mkdirSync(dirname(path), { recursive: true })
      symlinkSync(resolve(ROOT, 'node_modules', dependency), path)
    }
  }

  pathOf(name: string): string {
    return join(this.#modules, name)
  }

  manifestOf(name: string) {
    return JSON.parse(readFileSync(join(this.pathOf(name), 'package.json'), 'utf8'))
  }

  dependenciesOf(name: string): string[] {
    return Object.keys(this.manifestOf(name).dependencies ?? {})
  }

  /** What its users may have to add. */
  peersOf(name: string): string[] {
    return Object.keys(this.manifestOf(name).peerDependencies ?? {})
  }

  /** Runs a module. */
  run(program: string) {
    const file = join(this.folder, 'program.mjs')
    writeFileSync(file, program)
    return spawnSync(process.execPath, [file], { cwd: this.folder, encoding: 'utf8' })
  }

  get command(): string {
    return join(this.pathOf('check-tcp'), this.manifestOf('check-tcp').bin['check-tcp'])
  }

  /** Runs `check-tcp`. */
  runCommand(...args: readonly string[]) {
    const options = { cwd: this.folder, encoding: 'utf8' } as const
    return spawnSync(process.execPath, [this.command, ...args], options)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

describe('the packed package', () => {
  let installation: Installation
  beforeAll(() => {
    installation = new Installation(['check-tcp'])
  })
  afterAll(() => installation.remove())

  const manifest = () => installation.manifestOf('check-tcp')
  const run = (program: string) => installation.run(program)

  it('runs no script at installation and has few direct dependencies', () => {
    const { scripts = {}, dependencies } = manifest()
    expect(Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([])
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(MAX_DEPENDENCIES)
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
    const options = { recursive: true, encoding: 'utf8' } as const
    const files = readdirSync(installation.pathOf('check-tcp'), options)
    for (const file of [
      'README.md',
      'LICENSE',
      'dist/LICENCES.txt',
      'dist/index.d.ts',
      'dist/library/index.js',
      'dist/library/worker.js',
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

  it('costs a program that imports it two files, and none of what a check does without', () => {
    const library = join(installation.pathOf('check-tcp'), 'dist/library')
    const imported = (file: string) =>
      [...readFileSync(join(library, file), 'utf8').matchAll(/^import .*"(.+)";$/gm)].map(
        ([, from]) => from,
      )
    expect(imported('index.js')).toEqual(['./library.part.js'])
    expect(imported('library.part.js')).toEqual([])
    const { stdout } = run(`
      import { checkTcpConnection } from 'check-tcp'
      await checkTcpConnection({ host: '127.0.0.1', port: 1 })
      const unneeded = ['crypto', 'child_process', 'dns', 'worker_threads', 'http', 'tls']
      console.log(unneeded.filter((name) => process.moduleLoadList.includes('NativeModule ' + name)).join())
    `)
    expect(stdout).toBe('\n')
  })

  it('has each class once, whichever entry it is taken from', () => {
    const { stdout, stderr } = run(`
      import * as all from 'check-tcp'
      import { CheckTcpError } from 'check-tcp/errors'
      import { loadTaskFiles, createRegistry, TaskFileError } from 'check-tcp/tasks'
      import { TaskFileError as same } from 'check-tcp/files'
      import { validateCheck } from 'check-tcp/parameters'
      const thrown = async (work) => { try { await work() } catch (error) { return error } }
      const files = [{ path: 'a.yaml', text: '- {' }]
      const inTask = await thrown(() => loadTaskFiles(files, { registry: createRegistry([]), environment: {} }))
      const inParameters = await thrown(() => validateCheck({ host: 'a', port: 0 }))
      const inExplanation = await thrown(() => all.explain({ host: 'a', port: 0 }))
      console.log(
        all.CheckTcpError === CheckTcpError,
        TaskFileError === same,
        inTask instanceof TaskFileError && inTask instanceof CheckTcpError,
        [inParameters, inExplanation].every((one) => one instanceof all.InvalidParametersError && one instanceof CheckTcpError),
      )
    `)
    expect(stderr).toBe('')
    expect(stdout).toBe('true true true true\n')
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
    const { stdout, status } = installation.runCommand('127.0.0.1:1', '--output', 'json')
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', error: 'Connection refused' })
    expect(status).toBe(1)
  })

  it('says how the monitor is installed', () => {
    const { stdout, stderr, status } = installation.runCommand('monitor', 'monitor.yaml')
    expect(stderr).toContain('npm install check-tcp-monitor')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})

describe('the packed monitor', () => {
  let installation: Installation
  beforeAll(() => {
    installation = new Installation(['check-tcp', 'check-tcp-monitor'])
    writeFileSync(
      join(installation.folder, 'monitor.yaml'),
      `location: lab
http: { listen: "127.0.0.1:0" }
local_services: { OPEN_PORT: open }
checks:
  - { name: web, plugin: check_tcp_connection, every: 1s, parameters: { host: 127.0.0.1, port: "\${OPEN_PORT}", timeout: 1 } }
`,
    )
  })
  afterAll(() => installation.remove())

  it('carries the library, the schema, the unit and the licence, and no test', () => {
    const options = { recursive: true, encoding: 'utf8' } as const
    const files = readdirSync(installation.pathOf('check-tcp-monitor'), options)
    for (const file of [
      'README.md',
      'LICENSE',
      'dist/index.d.ts',
      'dist/cli/index.js',
      'schema/history-record.json',
      'schema/agent-config.json',
      'schema/monitor-config.json',
      'systemd/check-tcp-monitor.service',
    ]) {
      expect(files).toContain(file)
    }
    expect(files.filter((file) => file.includes('.test.'))).toEqual([])
  })

  it('says what it would do', () => {
    const { stdout, stderr, status } = installation.runCommand('monitor', '--check', 'monitor.yaml')
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^1 check in 1 file, 1 checks\/s, from lab\n/)
    expect(status).toBe(0)
  })

  it('runs as a command until it is told to end', async () => {
    const args = [installation.command, 'monitor', 'monitor.yaml']
    const child = spawn(process.execPath, args, { cwd: installation.folder })
    const ended = once(child, 'close')
    let said = ''
    for await (const line of createInterface({ input: child.stderr })) {
      said += line
      if (line.includes('the monitor runs')) child.kill('SIGTERM')
    }
    expect(await ended, said).toEqual([0, null])
    expect(said).toContain('the monitor has stopped')
  })

  it('runs inside a program, which sees what it believes', () => {
    const { stdout, stderr, status } = installation.run(`
      import { Daemon, exportHistory, openReadOnly } from 'check-tcp-monitor'
      const log = { info() {}, warn: console.error, error: console.error }
      const daemon = await Daemon.start({ path: 'monitor.yaml', environment: {}, log })
      await daemon.monitor.runNow('web')
      console.log(daemon.monitor.statuses().map(({ id, verdict }) => id + ' is ' + verdict))
      const { directory } = daemon.config
      await daemon.stop()
      const store = openReadOnly(directory)
      let text = ''
      for await (const part of exportHistory(store, { format: 'ndjson', kinds: ['result'] })) text += part
      await store.close()
      console.log(JSON.parse(text.split('\\n')[0]).check)
    `)
    expect(stderr).toBe('')
    expect(stdout).toBe("[ 'web is up' ]\nweb\n")
    expect(status).toBe(0)
  })
})

describe('the packed dashboard', () => {
  let installation: Installation
  beforeAll(() => {
    installation = new Installation(['check-tcp', 'check-tcp-monitor', 'check-tcp-dashboard'])
  })
  afterAll(() => installation.remove())

  it('needs no other package, and carries what it serves, and no source', () => {
    expect(installation.dependenciesOf('check-tcp-dashboard')).toEqual([])
    const options = { recursive: true, encoding: 'utf8' } as const
    const files = readdirSync(installation.pathOf('check-tcp-dashboard'), options)
    for (const file of ['README.md', 'LICENSE', 'dist/bundle/server.js']) {
      expect(files).toContain(file)
    }
    expect(files.filter((file) => /\.tsx?$/.test(file))).toEqual([])
  })

  it('is found by the monitor by its name', () => {
    const { stdout, stderr } = installation.run(`
      import { createDashboard } from 'check-tcp-dashboard'
      const { assets, page } = createDashboard()
      const html = page({ path: '/', languages: 'de' })
      const names = [...html.matchAll(/"(\\/assets\\/[^"]+)"/g)].map(([, name]) => name)
      console.log(names.length > 1, names.every((name) => assets.has(name)), page({ path: '/x', languages: '' }))
    `)
    expect(stderr).toBe('')
    expect(stdout).toBe('true true undefined\n')
  })
})
