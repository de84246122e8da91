import { describe, expect, it } from 'vitest'
import { LiveLines } from './live-lines.js'
import type { Terminal } from './terminal.js'

/** A screen of one line's width and so many rows, as a terminal with these sequences shows it. */
function screenOf(env: Record<string, string> = {}) {
  const rows: string[] = ['']
  let row = 0
  const err = (text: string) => {
    for (const part of text.match(/\u001b\[\d*[AK]|\r|\n|[^\u001b\r\n]+/g) ?? []) {
      if (part === '\r') column = 0
      else if (part === '\n') rows[++row] ??= ''
      else if (part.endsWith('A') && part.startsWith('\u001b')) row -= Number(part.slice(2, -1))
      else if (part === '\u001b[K') rows[row] = (rows[row] ?? '').slice(0, column)
      else {
        rows[row] =
          (rows[row] ?? '').slice(0, column) + part + (rows[row] ?? '').slice(column + part.length)
        column += part.length
      }
      if (part === '\n') column = 0
    }
  }
  let column = 0
  // Of a terminal it uses these alone.
  const terminal = { env, err, columns: 20, rows: 4, errIsTerminal: true } as unknown as Terminal
  return { terminal, shown: () => rows.map((text) => text.trimEnd()), at: () => [row, column] }
}

describe('lines that are drawn over and over', () => {
  it.each([{}, { TERM: 'dumb' }])('leave nothing behind, with %j', (env) => {
    const screen = screenOf(env)
    let lines: readonly string[] = ['one', 'two', 'three']
    const live = new LiveLines(screen.terminal, () => lines, { quietMs: 0 })
    live.draw()
    expect(screen.shown()[0]).toBe('one')
    lines = ['only']
    live.draw()
    expect(screen.shown().filter(Boolean)).toEqual(['only'])
    lines = ['a', 'b']
    live.draw()
    live.stop()
    expect(screen.shown().filter(Boolean)).toEqual([])
    expect(screen.at()).toEqual([0, 0])
  })

  it('never take more than the screen has: each is cut, and one row is left', () => {
    const screen = screenOf()
    const live = new LiveLines(screen.terminal, () => Array(9).fill('x'.repeat(99)), { quietMs: 0 })
    live.draw()
    expect(screen.shown()).toEqual(Array(3).fill(`${'x'.repeat(18)}…`))
    live.stop()
  })

  it('are not drawn where nobody looks', () => {
    const screen = screenOf()
    const terminal = { ...screen.terminal, errIsTerminal: false }
    new LiveLines(terminal, () => ['one'], { quietMs: 0 }).draw()
    expect(screen.shown()).toEqual([''])
  })
})
