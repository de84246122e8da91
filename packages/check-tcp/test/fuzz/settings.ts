/** How a fuzz test runs: how many cases, and from which seed, so that a failure can be run again. */
interface FuzzSettings {
  readonly numRuns: number
  readonly seed: number
}

/** Any number would do; a fixed one makes every run of the tests alike. */
const FIXED_SEED = 20_240_101

/** `CHECK_TCP_FUZZ_RUNS` and `CHECK_TCP_FUZZ_SEED` from the environment, where they are set. */
export function fuzzSettings(defaultRuns: number): FuzzSettings {
  return {
    numRuns: integerFrom('CHECK_TCP_FUZZ_RUNS') ?? defaultRuns,
    seed: integerFrom('CHECK_TCP_FUZZ_SEED') ?? FIXED_SEED,
  }
}

function integerFrom(name: string): number | undefined {
  const text = process.env[name]
  if (text === undefined || text === '') return undefined
  if (!/^\d+$/.test(text)) throw new RangeError(`${name} must be an integer, got ${text}`)
  return Number(text)
}
