import { expect, it } from 'vitest'
import { listening } from './support/listening.js'
import { runProgram } from './support/run-program.js'

/** Expressions that take a backtracking matcher exponential or high polynomial time on a long run of `a`. */
const CATASTROPHIC = [
  '/(a+)+$b/',
  '/(a|a)*b/',
  '/(a|aa)+$b/',
  '/^(([a-z])+.)+[A-Z]([a-z])+$/',
  '/(.*a){20}b/',
  '/(x+x+)+y/',
  '/(a?){30}a{30}b/',
  '/[a-z]{500}[a-z]{400}b/',
  '/(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)[0-9]$/',
  '/(a*)*(a*)*(a*)*b/',
  '/(a{30}){30}b/',
  '/([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}/',
]

const CHECKS = 200
/** What a program may expect of its own timers beside the checks. */
const MOST_DELAY_MS = 20
const MOST_RUNS = 5

const measureDelay = (port: number) => `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  import { createChecker } from 'check-tcp'
  const expressions = ${JSON.stringify(CATASTROPHIC)}
  const checker = createChecker()
  const check = (index) => checker.check({
    ...{ host: '127.0.0.1', port: ${port}, timeout: 2 },
    receive: expressions[index % expressions.length],
  })
  // The first calls of any code are slow.
  await Promise.all(expressions.map((_, index) => check(index)))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const results = await Promise.all(Array.from({ length: ${CHECKS} }, (_, index) => check(index)))
  delay.disable()
  const failures = [...new Set(results.map(({ details }) => details.failure))]
  console.log(JSON.stringify({ p99: delay.percentile(99) / 1e6, failures }))
  await checker.close()
`

it('200 catastrophic expressions at once leave the event loop to the program, but for 20 ms at p99', async () => {
  const hurtful = 'a'.repeat(4_096)
  await using server = await listening((socket) => void socket.write(hurtful))
  // Other work of the machine can only make it longer, so one quiet run says it.
  let shortestMs = Number.POSITIVE_INFINITY
  for (let run = 0; run < MOST_RUNS && shortestMs >= MOST_DELAY_MS; run++) {
    const { stdout, stderr } = await runProgram(measureDelay(server.port))
    expect(stderr).toBe('')
    const { p99, failures }: { p99: number; failures: unknown } = JSON.parse(stdout)
    console.log(`event loop delay: p99 ${p99} ms`)
    expect(failures).toEqual(['unexpected_answer'])
    shortestMs = Math.min(shortestMs, p99)
  }
  expect(shortestMs).toBeLessThan(MOST_DELAY_MS)
})
