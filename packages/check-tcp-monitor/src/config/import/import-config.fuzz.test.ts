// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of other programs' configs.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { imported } from '../../../test/support/imported.js'
import { ForeignConfigError } from './imported.js'

const RUNS = { numRuns: 300, seed: 20_240_101 }

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('tcp', 'port', 'group', '${A}', 'a:1', 'tcp://a:1', '30s', '1h', 'true', '# no'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 3 }),
  ),
})).value

const record = (keys: readonly string[], valid: Readonly<Record<string, unknown>> = {}) =>
  fc
    .record(Object.fromEntries(keys.map((key) => [key, anything])), { requiredKeys: [] })
    .map((value) => ({ ...valid, ...(value as object) }))

const monitor = fc.record({
  type: fc.constant('port'),
  hostname: fc.oneof(fc.constant('a'), anything),
  port: fc.oneof(fc.constant(1), anything),
  others: record(
    [
      'name',
      'interval',
      'retryInterval',
      'maxretries',
      'timeout',
      'tags',
      'parent',
      'active',
    ].concat(['upsideDown', 'description', 'notificationIDList', 'resendInterval']),
  ),
})

const endpoint = record(
  [
    'name',
    'group',
    'interval',
    'conditions',
    'alerts',
    'client',
    'body',
    'maintenance-windows',
  ].concat(['extra-labels', 'enabled']),
  { url: 'tcp://a:1' },
)

const file = fc.oneof(
  fc.array(monitor, { maxLength: 3 }).map((list) => ({
    monitorList: list.map(({ others, ...rest }) => ({ ...others, ...rest })),
  })),
  fc.record({
    endpoints: fc.array(endpoint, { maxLength: 3 }),
    maintenance: anything,
    alerting: anything,
  }),
  fc.record({
    modules: fc.dictionary(
      fc.string({ maxLength: 6 }),
      fc.record({ prober: fc.constant('tcp'), timeout: scalar, tcp: anything }),
      { maxKeys: 3 },
    ),
    scrape_configs: fc.array(
      record(['job_name', 'params', 'scrape_interval', 'relabel_configs'], {
        metrics_path: '/probe',
        static_configs: [{ targets: ['a:1', '[::1]:2'] }],
      }),
      { maxLength: 2 },
    ),
  }),
  anything,
)

it('whatever a file of another program holds is refused, or gives a config that loads', async () => {
  let loaded = 0
  await fc.assert(
    fc.asyncProperty(file, async (value) => {
      try {
        const { unwritten } = await imported({ 'x.json': JSON.stringify(value) }, { A: '1' })
        expect(unwritten).toEqual([])
      } catch (error) {
        if (error instanceof ForeignConfigError) return
        throw error
      }
      loaded++
    }),
    RUNS,
  )
  expect(loaded).toBeGreaterThan(100)
})
