import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadMonitorConfig } from '../load-config.js'
import { writeConfig } from './write-config.js'

it('any text in a description or a tag is read back as it was, and any name becomes one', async () => {
  // Lone surrogates and what no YAML text can hold do not come out of a parser either.
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((one) => /\S/.test(one))
  await fc.assert(
    fc.asyncProperty(text, text, text, async (title, description, tag) => {
      const check = {
        title,
        where: 'here',
        description,
        parameters: { host: 'a', port: 1 },
        settings: { tags: [tag] },
        remarks: [{ kind: 'left out', message: description } as const],
      }
      const written = writeConfig({ entries: [check, check], groups: {}, main: {}, notes: [] }, [
        title,
      ])
      const config = await loadMonitorConfig({ path: 'm.yaml', text: written }, { environment: {} })
      const [first, second] = config.checks
      expect(first?.tags).toEqual([tag])
      if (first?.id !== description) expect(first?.description).toBe(description)
      expect(second?.id).toBe(`${first?.id}_2`)
    }),
    { numRuns: 300, seed: 20_240_101 },
  )
})
