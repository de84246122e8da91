import { createChecker, createEngine } from 'check-tcp'
import { checkAll, runFiles, waitFor } from './do-checks.mjs'
import { InputError, readInputs } from './read-inputs.mjs'
import { annotateProblem, writeReport } from './write-report.mjs'

// The bundle is one file, so Node's own sockets make the checks.
const checker = createChecker({ engine: await createEngine('node') })
try {
  const inputs = readInputs(process.env)
  const found = [
    ...(inputs.wait.length > 0 ? await waitFor(inputs, checker) : []),
    ...(inputs.check.length > 0 ? await checkAll(inputs, checker) : []),
    ...(inputs.run.length > 0 ? await runFiles(inputs, checker, process.env) : []),
  ]
  writeReport(found, process.env)
  if (!found.every(({ ok }) => ok)) process.exitCode = 1
} catch (error) {
  if (!(error instanceof InputError)) throw error
  for (const problem of error.problems) annotateProblem(problem)
  process.exitCode = 2
} finally {
  await checker.close()
}
