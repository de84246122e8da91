import { settings } from './settings.mjs'

export default settings('mutation/vitest.config.ts', [
  'packages/check-tcp/src/policy/**/*.ts',
  'packages/check-tcp/src/core/failure/{classify,most-significant}.ts',
  'packages/check-tcp-monitor/src/verdict/**/*.ts',
])
