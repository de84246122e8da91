import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { type Listening, listening } from '../support/listening.js'
import { runProgram } from '../support/run-program.js'

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))
const MODULES = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

/** What a program prints as one line of JSON. */
async function said(program: string, folder?: string): Promise<unknown> {
  const { stdout, stderr } = await runProgram(program, folder)
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const countEngines = (port: number) => `
  import { createChecker, createEngine } from 'check-tcp'
  const checker = createChecker()
  async function enginesOf(count) {
    const checks = Array.from({ length: count }, () =>
      checker.check({ host: '127.0.0.1', port: ${port} }))
    const engines = {}
    for (const { details, connected } of await Promise.all(checks)) {
      if (connected) engines[details.engine] = (engines[details.engine] ?? 0) + 1
    }
    return engines
  }
`

describe('the auto engine', () => {
  let open: Listening
  let withoutKoffi: string

  beforeAll(async () => {
    open = await listening((socket) => socket.resume())
    withoutKoffi = mkdtempSync(join(tmpdir(), 'check-tcp-without-koffi-'))
    const installed = join(withoutKoffi, 'node_modules', 'check-tcp')
    mkdirSync(installed, { recursive: true })
    for (const part of ['dist', 'package.json']) {
      cpSync(join(PACKAGE, part), join(installed, part), { recursive: true })
    }
    const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) {
      symlinkSync(join(MODULES, name), join(withoutKoffi, 'node_modules', name))
    }
  })
  afterAll(async () => {
    rmSync(withoutKoffi, { recursive: true })
    await open[Symbol.asyncDispose]()
  })

  it.skipIf(!('ffi' in loaded))(
    `makes up to 8 connects at once with node, without a thread, and more with native${leftOut}`,
    async () => {
      const seen = await said(
        `${countEngines(open.port)}
        import { readdirSync } from 'node:fs'
        const threads = () => readdirSync('/proc/self/task').length
        const before = threads()
        const handful = [await enginesOf(1), await enginesOf(8)]
        const afterHandful = threads() - before
        const crowd = await enginesOf(64)
        const afterCrowd = threads() - before
        const later = [await enginesOf(8), await enginesOf(9)]
        console.log(JSON.stringify({ handful, afterHandful, crowd, afterCrowd, later }))`,
      )
      expect(seen).toEqual({
        handful: [{ node: 1 }, { node: 8 }],
        afterHandful: 0,
        crowd: { node: 8, native: 56 },
        afterCrowd: expect.toSatisfy((threads: number) => threads > 0),
        later: [{ node: 8 }, { node: 8, native: 1 }],
      })
    },
  )

  it('serves a crowd with node where koffi is missing, and native then says why it cannot', async () => {
    const seen = await said(
      `${countEngines(open.port)}
      const engines = await enginesOf(64)
      const error = await createEngine('native').catch((error) => error)
      console.log(JSON.stringify({ engines, name: error.name, code: error.code, message: error.message }))`,
      withoutKoffi,
    )
    expect(seen).toEqual({
      engines: { node: 64 },
      name: 'EngineUnavailableError',
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(
        /^the native engine is not available here: (koffi cannot be loaded: Cannot find module|epoll is not)/,
      ),
    })
  })
})
