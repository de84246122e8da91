import type { Reporter } from '../reporter.js'
import { wrapText } from './wrap-text.js'

/** The same reporter, its lines broken between words where they are wider than so many columns. */
export function wrappedReporter(reporter: Reporter, columns: number): Reporter {
  const { settle } = reporter
  return {
    start: () => wrapText(reporter.start(), columns),
    add: (entry) => wrapText(reporter.add(entry), columns),
    ...(settle ? { settle: () => wrapText(settle(), columns) } : {}),
    end: (summary) => wrapText(reporter.end(summary), columns),
  }
}
