// Adds up the test reports of a folder and prints one closing line; fails when a test failed, was left out or none ran.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const MESSAGE_LINES = 12

const folder = process.argv[2]
let passed = 0
let failed = 0
let skipped = 0
for (const file of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests + countBrokenFiles(report)
  skipped += report.numPendingTests + report.numTodoTests
  for (const { assertionResults } of report.testResults) {
    for (const { status, fullName, failureMessages = [] } of assertionResults) {
      if (status === 'passed') continue
      console.log(`${status} in ${basename(file, '.json')}: ${fullName}`)
      // So that the end of the output alone says why.
      for (const message of failureMessages) {
        console.log(message.split('\n').slice(0, MESSAGE_LINES).join('\n'))
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 || skipped > 0 || passed === 0 ? 1 : 0

/** Files that could not even be loaded, or whose preparation failed: no test of theirs says so. */
function countBrokenFiles({ testResults }) {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
}
