import { expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { expectShortTurns } from '../support/loop-delay.js'

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

it('200 catastrophic expressions at once keep the event loop from the program for less than 20 ms of work at p99', async () => {
  const hurtful = 'a'.repeat(4_096)
  await using server = await listening((socket) => void socket.write(hurtful))
  const prepare = `
    import { createChecker } from 'check-tcp'
    const expressions = ${JSON.stringify(CATASTROPHIC)}
    const checker = createChecker()
    const check = (index) => checker.check({
      ...{ host: '127.0.0.1', port: ${server.port}, timeout: 4 },
      receive: expressions[index % expressions.length],
    })
    // The first calls of any code are slow.
    await Promise.all(expressions.map((_, index) => check(index)))`
  const work = `
    const results = await Promise.all(Array.from({ length: ${CHECKS} }, (_, index) => check(index)))
    report = [...new Set(results.map(({ details }) => details.failure))]
    await checker.close()`
  await expectShortTurns(prepare, work, (failures) => {
    expect(failures).toEqual(['unexpected_answer'])
  })
})
