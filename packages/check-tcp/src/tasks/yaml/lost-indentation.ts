import type { TextLine } from './plain-lines.js'
import { slipAt, type TextSlip } from './text-slip.js'

/** Keys of a task that stand one below the other. */
const TASK_KEY = /^(name|plugin|parameters|description|explain):(?:\s|$)/

/** List entries whose keys stand in the column of their dash, as a web page shows them. Told once. */
export function lostIndentation(lines: readonly TextLine[]): readonly TextSlip[] {
  const lost: TextLine[] = []
  const covers: TextLine[] = []
  let dash = -1
  let key = ''
  let isLost = false
  for (const line of lines) {
    const indent = line.text.search(/\S/)
    const content = line.text.slice(indent)
    const entry = /^- +(\w+):/.exec(content)
    const [, taskKey] = TASK_KEY.exec(content) ?? []
    if (entry) {
      dash = indent
      key = entry[1] ?? ''
      isLost = false
    } else if (isLost) covers.push(line)
    else if (indent === dash && taskKey !== undefined && taskKey !== key) {
      lost.push(line)
      covers.push(line)
      isLost = true
    } else if (indent < dash) dash = -1
  }
  const [first] = lost
  if (!first) return []
  const others = lost.length - 1
  const more = others === 0 ? '' : `, and so ${others === 1 ? 'has 1' : `have ${others}`} more`
  const inside = ' '.repeat(2)
  return [
    {
      ...slipAt(first, first.text.search(/\S/)),
      message: `this list entry has lost its indentation${more}; write "- ${key}: ...", then "${inside}plugin: ..." and "${inside}parameters:" with two spaces, then each parameter with four: "${inside}${inside}host: ..."`,
      covers,
      isCertain: true,
      isLost: true,
    },
  ]
}
