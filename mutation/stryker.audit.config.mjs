import { settings } from './settings.mjs'

export default settings('mutation/vitest.audit.config.ts', ['packages/check-tcp/src/audit/**/*.ts'])
