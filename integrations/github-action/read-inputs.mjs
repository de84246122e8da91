/** Seconds of a unit. */
const UNITS = { ms: 0.001, s: 1, m: 60, h: 3_600, '': 1 }

/** The longest wait, as of `waitForPort`: a day. */
const MAX_SECONDS = 86_400

/** Inputs that cannot be used; the message has every problem, one a line. */
export class InputError extends Error {
  /** Each with its `message`, and `file`, `line` and `column` where it is in a file. */
  problems

  constructor(message, problems = message.split('\n').map((one) => ({ message: one }))) {
    super(message)
    this.problems = problems
  }
}

/**
 * What the workflow asks for, from the variables that the runner sets (`INPUT_NAME`).
 *
 * @param environment such as `process.env`
 * @throws {InputError}
 */
export function readInputs(environment) {
  const problems = []
  const text = (name) => (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  const words = (name) => text(name).split(/\s+/).filter(Boolean)
  const seconds = (name, otherwise) => {
    const value = secondsOf(text(name) || otherwise)
    if (value === undefined) {
      problems.push(
        `\`${name}\` must be a time such as 30s or 5m, up to a day, got "${text(name)}"`,
      )
    }
    return value
  }
  const inputs = {
    wait: words('wait'),
    within: seconds('for', '60s'),
    until: text('until') || 'open',
    check: words('check'),
    timeout: seconds('timeout', '10s'),
    run: text('run')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  }
  if (!['open', 'closed'].includes(inputs.until)) {
    problems.push(`\`until\` must be open or closed, got "${inputs.until}"`)
  }
  if (inputs.wait.length + inputs.check.length + inputs.run.length === 0) {
    problems.push('nothing to do: set `wait`, `check` or `run`')
  }
  if (problems.length > 0) throw new InputError(problems.join('\n'))
  return inputs
}

function secondsOf(text) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/.exec(text) ?? []
  if (number === undefined) return undefined
  const value = Number(number) * UNITS[unit]
  return value > 0 && value <= MAX_SECONDS ? value : undefined
}
