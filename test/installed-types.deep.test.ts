import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FreshFolders, runIn } from './fresh-folders.js'

/** The last that knows `node10`, and that keeps CommonJS from importing ES modules under `node16`. */
const OLD = '5.9.3'

const NEW = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

/** Names something of every entry, and would not compile if a type were `any`. */
const PROGRAM = `
import { type CheckResult, checkTcpConnection, waitForPort } from 'check-tcp'
import { CHECK_TCP_ERRORS } from 'check-tcp/errors'
import { loadTaskFiles } from 'check-tcp/tasks'

export async function read(): Promise<string> {
  const result: CheckResult = await checkTcpConnection({ host: 'localhost', port: 1 })
  const { reached } = await waitForPort(['localhost:1'])
  // @ts-expect-error the library has types
  const wrong: number = reached
  // @ts-expect-error a port is a number
  await checkTcpConnection({ host: 'localhost', port: '1' })
  return result.error ?? String([wrong, CHECK_TCP_ERRORS, loadTaskFiles])
}
`

describe('the types of the packed library', () => {
  let folders: FreshFolders
  let cwd: string
  beforeAll(() => {
    folders = new FreshFolders()
    const what = [folders.pack('check-tcp'), `typescript@${OLD}`, '@types/node@20']
    cwd = folders.install(what).cwd
  })
  afterAll(() => folders[Symbol.dispose]())

  it.each([
    ['node10', 'commonjs', 'ts', OLD],
    ['node16', 'node16', 'cts', OLD],
    ['node16', 'node16', 'mts', 'this one'],
    ['nodenext', 'nodenext', 'cts', 'this one'],
    ['nodenext', 'nodenext', 'mts', 'this one'],
    ['bundler', 'esnext', 'ts', 'this one'],
  ])(
    'are found under moduleResolution %s, module %s, in a .%s file, by TypeScript %s',
    (resolution, module, ending, version) => {
      const name = `types-${resolution}.${ending}`
      writeFileSync(join(cwd, name), PROGRAM)
      const compiler = version === OLD ? join(cwd, 'node_modules', 'typescript', 'bin', 'tsc') : NEW
      const language = [
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--lib',
        'es2023,esnext.disposable',
      ]
      const modules = ['--module', module, '--moduleResolution', resolution, '--types', 'node']
      const options = [...language, ...modules, '--skipLibCheck', 'false']
      const { stdout } = runIn(cwd, process.execPath, compiler, ...options, name)
      expect(stdout).toBe('')
    },
  )

  it('cost a program that has all types checked less than a third more than those of Node', () => {
    const typesOf = (name: string, program: string) => {
      writeFileSync(join(cwd, name), program)
      const options = ['--noEmit', '--strict', '--module', 'nodenext', '--types', 'node']
      const check = ['--skipLibCheck', 'false', '--extendedDiagnostics']
      const { stdout } = runIn(cwd, process.execPath, NEW, ...options, ...check, name)
      return Number(/^Types: +(\d+)$/m.exec(stdout)?.[1])
    }
    const without = typesOf('without.mts', 'export const one = 1\n')
    const line = "export { checkTcpConnection } from 'check-tcp'\n"
    expect(typesOf('with.mts', line) / without).toBeLessThan(1.3)
  })

  it('need no types of valibot, unless a program brings a schema', () => {
    expect(existsSync(join(cwd, 'node_modules', 'valibot'))).toBe(false)
  })
})
