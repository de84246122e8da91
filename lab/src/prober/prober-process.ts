import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readdirSync } from 'node:fs'
import {
  type CheckResult,
  type CheckTcpConnectionParameters,
  createChecker,
  createEngine,
  createPolicy,
  denyNetworks,
  explain,
} from 'check-tcp'
import { serveCalls } from '../processes/calls.js'
import { settingsOfThisProcess } from '../processes/host-process.js'
import type { CheckOptions, ProberMethods, ProberSettings } from './prober-methods.js'

const settings = settingsOfThisProcess<ProberSettings>()
const { deny = [], engine = 'auto', descriptorLimit } = settings
// Only now: Node opens the files of many modules at once.
if (descriptorLimit !== undefined) {
  const limit = `--nofile=${descriptorLimit}:${descriptorLimit}`
  execFileSync('prlimit', ['--pid', String(process.pid), limit])
}
const policy = settings.policy ? createPolicy(settings.policy) : denyNetworks([...deny])
const checker = createChecker({
  policy,
  engine: await createEngine(engine),
})
const spareFiles: number[] = []

async function check(
  parameters: CheckTcpConnectionParameters,
  { abortAfterMs, tags = [], caller = '' }: CheckOptions = {},
): Promise<CheckResult> {
  const asked = { tags, ...(caller === '' ? {} : { caller }) }
  if (abortAfterMs === undefined) return checker.check(parameters, asked)
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), abortAfterMs)
  try {
    return await checker.check(parameters, { ...asked, signal: abort.signal })
  } finally {
    clearTimeout(timer)
  }
}

async function checkAll(
  parameters: readonly CheckTcpConnectionParameters[],
  atOnce: number,
  options?: CheckOptions,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  const queue = parameters.entries()
  const work = async () => {
    for (const [index, each] of queue) results[index] = await check(each, options)
  }
  const working = Promise.all(Array.from({ length: atOnce }, work))
  const stalling = options?.stallMs === undefined ? undefined : stallAgainAndAgain(options.stallMs)
  await working
  clearInterval(stalling)
  return results
}

/** Starts at once; between two stalls the loop has one turn. */
function stallAgainAndAgain(ms: number): NodeJS.Timeout {
  const stall = () => {
    const endMs = performance.now() + ms
    while (performance.now() < endMs);
  }
  stall()
  return setInterval(stall, 1)
}

async function useUpDescriptors(): Promise<void> {
  try {
    for (;;) spareFiles.push(openSync('/dev/null', 'r'))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EMFILE')) throw error
  }
}

async function releaseDescriptors(): Promise<void> {
  for (const file of spareFiles.splice(0)) closeSync(file)
}

serveCalls<ProberMethods>({
  check,
  checkAll,
  explain: (parameters, options) => explain(parameters, { ...options, checker }),
  useUpDescriptors,
  releaseDescriptors,
  // Reading the folder takes a descriptor itself.
  countDescriptors: async () => readdirSync('/proc/self/fd').length - 1,
})
