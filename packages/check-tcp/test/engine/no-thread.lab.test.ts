import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { labRequirements } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const LIBRARY = new URL('../../dist/index.js', import.meta.url).href
const CHECKS = 50

/** An ordinary user, since `ulimit -u` does not bind root. */
const AS_ORDINARY_USER = [
  ...['--reuid=65534', '--regid=65534', '--clear-groups'],
  ...['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search'],
]

/** Checks a port many times at once in a process that may start no further thread. */
async function checkWithoutThreads(engine: string, port: number): Promise<Record<string, number>> {
  const program = `
    import { execFileSync } from 'node:child_process'
    const { createChecker, createEngine } = await import(${JSON.stringify(LIBRARY)})
    const checker = createChecker({ engine: await createEngine('${engine}') })
    execFileSync('prlimit', ['--pid', String(process.pid), '--nproc=1:1'])
    const check = () => checker.check({ host: '127.0.0.1', port: ${port}, timeout: 2 })
    const results = await Promise.all(Array.from({ length: ${CHECKS} }, check))
    const counts = {}
    for (const { details } of results) {
      const word = [details.engine, details.failure ?? 'connected', details.cause].filter(Boolean).join(' ')
      counts[word] = (counts[word] ?? 0) + 1
    }
    console.log(JSON.stringify(counts))
    process.exit(0)
  `
  const node = [process.execPath, '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)('setpriv', [...AS_ORDINARY_USER, ...node])
  return JSON.parse(stdout)
}

describe.skipIf(!labs.available)(`where no thread can be started${leftOut}`, () => {
  it('auto goes on with the node engine', async () => {
    await using open = await listening()
    expect(await checkWithoutThreads('auto', open.port)).toEqual({ 'node connected': CHECKS })
  })

  it('native says that this machine is short of threads, and nothing of the target', async () => {
    await using open = await listening()
    expect(await checkWithoutThreads('native', open.port)).toEqual({
      'native local_resources no_thread_left': CHECKS,
    })
  })
})
