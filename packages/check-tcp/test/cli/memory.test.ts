import { expect, it } from 'vitest'
import { preload } from './preload.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { startCommand } from './support/run-command.js'

/** With room to spare the collector is lazy. 20,000 results that were kept would not fit (JUnit's lines alone do not). */
const SMALL_HEAP = ['--max-old-space-size=16', '--max-semi-space-size=1']

/** Ten times the targets differ by some 5 MiB from run to run; 18,000 kept results would take 30 MiB and more. */
const MAX_GROWTH_KIB = 15 * 1_024

it('check-tcp --targets takes no more memory for 20,000 targets than for 2,000', async () => {
  await using closed = await heldClosedPort()
  const peakKib = async (targets: number) => {
    const nodeArguments = [...preload('tell-peak'), ...SMALL_HEAP]
    const command = startCommand(['--targets', '-', '-o', 'ndjson'], { nodeArguments })
    command.write(`127.0.0.1:${closed.port}\n`.repeat(targets))
    command.endInput()
    const { code, stdout, stderr } = await command.finished
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 1, lines: targets + 1 })
    const peak = /^peak (\d+) KiB$/m.exec(stderr)?.[1]
    expect(peak).toBeDefined()
    return Number(peak)
  }
  const few = await peakKib(2_000)
  const many = await peakKib(20_000)
  expect(many - few).toBeLessThan(MAX_GROWTH_KIB)
})
