// Runs the test suite with the Node that runs this script: `node scripts/run-tests.mjs [vitest's arguments]`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const report = process.env.VITEST_REPORT
const args = process.argv.slice(2)
const projects = args.includes('--project')
  ? []
  : ['--project', 'unit', '--project', 'system', '--project', 'repository']
const reporters = report
  ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  : []

console.log(`Node ${process.version}`)
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', ...projects, ...reporters, ...args],
  {
    stdio: 'inherit',
  },
)
process.exit(status ?? 1)
