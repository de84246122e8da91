import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { createReporter } from './create-reporter.js'
import { OUTPUT_FORMATS } from './reporter.js'

/** Everything that steers a terminal, but for the line ends and tabs that formats are made of. */
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

/** So many are shown at once, apart from each other: a report of each alone would take most of the time. */
const TOGETHER = 16

function* gathered(): Generator<string> {
  let some: string[] = []
  for (const banner of banners()) {
    some.push(banner)
    if (some.length === TOGETHER) {
      yield some.join('-')
      some = []
    }
  }
  yield some.join('-')
}

/** Every banner of two bytes, as a result shows it. */
function* banners(): Generator<string> {
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      yield Buffer.from([first, second]).toString()
      yield Buffer.from([first, second]).toString('latin1')
    }
  }
  for (let code = 0; code < 0x1_0000; code++) yield String.fromCharCode(code)
}

describe.each(OUTPUT_FORMATS)('the %s report', (format) => {
  it('lets no control character of any banner of two bytes through', async () => {
    const reporter = await createReporter(format, { kind: 'many', colors: false })
    const { result } = ENTRIES.connected
    for (const received of gathered()) {
      const details = { ...result.details, proven: ['tcp', 'answer'], received, banner: received }
      const spoken = { result: { ...result, details } }
      const failed = {
        result: {
          ...{ ...result, status: 'error', connected: false, error: 'Unexpected answer' },
          details: { ...details, failure: 'unexpected_answer', fault: 'target', cause: received },
        },
      }
      const text = reporter.add(spoken) + reporter.add(failed)
      if (STEERING.test(text)) throw new Error(`${JSON.stringify(received)} came through: ${text}`)
    }
    expect(STEERING.test(reporter.end({}))).toBe(false)
  })
})
