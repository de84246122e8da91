import { resolve } from 'node:path'
import { addHostNames, createLab, labRequirements, servicesOn } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ERROR_KEYS, SUCCESS_KEYS } from './support/result-keys.js'

const ROOT = resolve(import.meta.dirname, '../../..')
const COMMAND = resolve(ROOT, 'packages/check-tcp/bin/check-tcp.cjs')

const DOCUMENT_EXAMPLES = ['basic', 'database', 'attempts', 'source-port', 'local-service']

/** The hosts that the examples of the document name, in the lab. */
const NAMES = ['example.com', 'db-server.example.com', 'api.service.com']
const ADDRESS = '192.168.1.100'

const requirements = labRequirements()
const because = requirements.available ? '' : ` (left out: ${requirements.because})`

describe.skipIf(!requirements.available)(`the five examples of the document${because}`, () => {
  async function runExamples(serving: boolean) {
    await using lab = await createLab()
    const { prober, target } = lab
    await addHostNames(prober, Object.fromEntries(NAMES.map((name) => [name, [target.ipv4]])))
    await target.ip('address', 'add', `${ADDRESS}/32`, 'dev', 'eth0')
    await prober.ip('route', 'add', `${ADDRESS}/32`, 'dev', 'eth0')
    await using onTarget = servicesOn(target)
    await using onProber = servicesOn(prober)
    if (serving) {
      for (const port of [80, 5432, 443, 22]) await onTarget.listen({ port, behaviour: 'banner' })
      await onProber.listen({ port: 6379 })
    }
    const files = DOCUMENT_EXAMPLES.map((name) => `examples/${name}.yaml`)
    const command = [process.execPath, COMMAND, 'run', ...files, '--output', 'json']
    // A failed check is exit code 1, which is not what is asked here.
    const script = 'cd "$1" && shift && "$@" || [ $? -eq 1 ]'
    return JSON.parse(await prober.run('sh', ['-c', script, 'sh', ROOT, ...command]))
  }

  it('connect where the services are up', async () => {
    const outcomes = await runExamples(true)
    expect(outcomes.map(({ name }: { name: string }) => name)).toEqual([
      'check_web_server',
      'check_database',
      'check_flaky_service',
      'check_from_fixed_port',
      'check_local_redis',
    ])
    for (const { result } of outcomes) {
      expect(result).toMatchObject({ status: 'success', connected: true, attempts: 1 })
      expect(Object.keys(result)).toEqual(SUCCESS_KEYS)
    }
    expect(outcomes[3].result.details).toMatchObject({ address: ADDRESS, source_port: 54321 })
  })

  it('are refused where they are down, after as many attempts as they ask for', async () => {
    const outcomes = await runExamples(false)
    for (const { result } of outcomes) {
      expect(result).toMatchObject({ status: 'error', error: 'Connection refused' })
      expect(Object.keys(result)).toEqual(ERROR_KEYS)
    }
    expect(outcomes[2].result).toMatchObject({ host: 'api.service.com', port: 443, attempts: 3 })
    expect(outcomes[2].result.response_time).toBeGreaterThanOrEqual(4)
  })
})
