/** A table in Markdown: the first column to the left, figures to the right. */
export function markdownTable(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map(line),
  ].join('\n')
}

/** Where and of what a result was measured. */
export function measuredOn({ machine, node, commit }) {
  return `Measured on ${machine}, Node ${node}, commit ${commit}.`
}
