import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from './cli/support/run-command.js'
import { temporaryFolder } from './cli/support/temporary-folder.js'

const require = createRequire(import.meta.url)
const COMPILER = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')

/** What the compiler says of a program of somebody who has installed the package. */
async function compiled(program: string): Promise<string> {
  await using folder = await temporaryFolder()
  const modules = join(folder.path, 'node_modules')
  await mkdir(join(modules, '@types'), { recursive: true })
  symlinkSync(join(REPOSITORY, 'packages', 'check-tcp'), join(modules, 'check-tcp'))
  symlinkSync(join(REPOSITORY, 'node_modules', '@types', 'node'), join(modules, '@types', 'node'))
  await folder.write('package.json', '{"type": "module"}')
  const file = await folder.write('program.ts', program)
  const flags = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
  ]
  const { stdout } = spawnSync(process.execPath, [COMPILER, ...flags, file], {
    cwd: folder.path,
    encoding: 'utf8',
  })
  return stdout
}

function examplesOf(readme: string): readonly string[] {
  const text = readFileSync(join(REPOSITORY, readme), 'utf8')
  return [...text.matchAll(/^```js\n(.*?)^```/gms)].flatMap(([, code = '']) =>
    code.includes("from 'check-tcp'") ? [code] : [],
  )
}

describe('a program in TypeScript', () => {
  it.each(['README.md', 'packages/check-tcp/README.md'])(
    'may be written as the examples of %s are',
    async (readme) => {
      const examples = examplesOf(readme)
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) expect(await compiled(example)).toBe('')
    },
  )

  it('is told about the missing port, and nothing else', async () => {
    const problems = await compiled(
      `import { checkTcpConnection } from 'check-tcp'\nawait checkTcpConnection({ host: 'localhost' })\n`,
    )
    expect(problems).toContain("Property 'port' is missing")
    expect(problems).not.toContain('service')
  })

  it('is shown the words of each parameter', () => {
    const declared = readFileSync(
      join(
        REPOSITORY,
        'packages/check-tcp/dist/core/parameters/check-tcp-connection-parameters.d.ts',
      ),
      'utf8',
    )
    const parameters = [...declared.matchAll(/^ {4}(\w+)\??: /gm)]
    const explained = [...declared.matchAll(/\*\/\n {4}(\w+)\??: /g)]
    expect(parameters.length).toBeGreaterThan(15)
    expect(explained.map(([, name]) => name)).toEqual(parameters.map(([, name]) => name))
  })
})
