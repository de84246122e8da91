import { InvalidParametersError, waitForPort } from 'check-tcp'
import { checkTcpConnectionPlugin, createRegistry, loadTaskFiles, runTasks } from 'check-tcp/tasks'
import { InputError } from './read-inputs.mjs'

/** Waits for all targets at once. */
export async function waitFor({ wait, within, until, timeout }, checker) {
  const options = { within, until, timeout, checker, onProgress: sayWhatIsMissing() }
  const { targets } = await usable(() => waitForPort(wait, options))
  return targets.map(({ reached, problem, result }, index) => ({
    name: wait[index],
    ok: reached,
    ...(reached ? {} : { error: whyNot(problem, result), advice: result.details.advice ?? [] }),
    ...(reached && result.connected ? { took: result.response_time } : {}),
    result,
  }))
}

function whyNot(problem = 'It was not reached', { error }) {
  return error === undefined || problem.includes(error) ? problem : `${problem}: ${error}`
}

/** Every second at most: whoever reads the log sees what is waited for. */
function sayWhatIsMissing() {
  let saidAt = Number.NEGATIVE_INFINITY
  return ({ host, port, reached, error, waited }) => {
    if (reached || waited - saidAt < 1) return
    saidAt = waited
    console.log(`waiting for ${host}:${port} (${waited.toFixed(0)} s): ${error ?? 'not yet'}`)
  }
}

/** Checks each target once. */
export async function checkAll({ check, timeout }, checker) {
  const parameters = check.map((target) => ({ ...targetOf(target), timeout }))
  const results = await usable(() => Promise.all(parameters.map((each) => checker.check(each))))
  return results.map((result, index) => ({ name: check[index], ...read(result) }))
}

/** @throws {InputError} with every mistake of every file */
export async function runFiles({ run }, checker, environment) {
  const registry = createRegistry([checkTcpConnectionPlugin(checker)])
  let loaded
  try {
    loaded = await loadTaskFiles(run, { registry, environment })
  } catch (error) {
    // The mistakes of the files with line and column, or why they cannot be read.
    throw new InputError(error.message, error.problems)
  }
  const found = []
  try {
    for await (const { place, name, result, succeeded } of runTasks(loaded.tasks)) {
      const { file, line } = loaded.tasks[place]
      found.push({ name, file, line, ...read(result), ok: succeeded })
    }
  } finally {
    await loaded.close()
  }
  return found
}

function read(result) {
  const { status, error, response_time: took, details } = result
  return {
    ok: status === 'success',
    ...(error === undefined ? {} : { error, advice: details?.advice ?? [] }),
    ...(typeof took === 'number' ? { took } : {}),
    result,
  }
}

/** @throws {InputError} */
function targetOf(text) {
  const address = text.includes('://') ? text : `tcp://${text}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url?.port) throw new InputError(`\`check\` needs HOST:PORT, got "${text}"`)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) }
}

async function usable(work) {
  try {
    return await work()
  } catch (error) {
    if (error instanceof InvalidParametersError) throw new InputError(error.message)
    throw error
  }
}
