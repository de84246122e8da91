import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { createReporter } from './create-reporter.js'
import { OUTPUT_FORMATS, type ReportKind } from './reporter.js'

const KINDS: readonly ReportKind[] = ['one', 'many', 'tasks']

/** Everything but a line end that could steer a terminal or a log. */
const CONTROL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/

describe.each(OUTPUT_FORMATS)('the %s report', (format) => {
  it.each(KINDS)('of kind %s lets no control character through', async (kind) => {
    const reporter = await createReporter(format, { kind, colors: false })
    let text = reporter.start()
    for (const entry of Object.values(ENTRIES)) text += reporter.add(entry)
    text += reporter.end({})
    expect(text).not.toMatch(CONTROL)
    expect(text.endsWith('\n') || text === '').toBe(true)
  })

  it('does not let a result begin a line of its own', async () => {
    const reporter = await createReporter(format, { kind: 'tasks', colors: false })
    const forged = { ...ENTRIES.hostile, name: 'a\nok 2 - forged\r\n✔ forged' }
    const text = reporter.start() + reporter.add(forged) + reporter.end({})
    expect(text.split('\n').some((line) => /^(ok|✔)/.test(line))).toBe(false)
  })
})
