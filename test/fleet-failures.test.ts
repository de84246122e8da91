import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const PAGE = join(ROOT, 'docs/reference/fleet-failures.md')
const PACKAGE = join(ROOT, 'packages/check-tcp-monitor')

const rows = [...readFileSync(PAGE, 'utf8').matchAll(/\| `([^`]+)`: (.+) \|$/gm)].map(
  ([, file = '', name = '']) => ({ file, name }),
)

describe('the page of what fails in a fleet', () => {
  it('has a test in each row', () => {
    const all = readFileSync(PAGE, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '))
    expect(rows).toHaveLength(all.length - 2)
  })

  it.each(rows)('names a test that there is: $file: $name', ({ file, name }) => {
    expect(readFileSync(join(PACKAGE, file), 'utf8')).toContain(`it('${name}'`)
  })
})
