import { jsonText } from '../../core/text/json-text.js'
import { recordOf } from '../record.js'
import type { Reporter, ReporterOptions } from '../reporter.js'

/** One JSON object a line. */
export function ndjsonReporter({ kind }: Pick<ReporterOptions, 'kind'>): Reporter {
  return {
    start: () => '',
    add: (entry) => `${jsonText(recordOf(entry, kind))}\n`,
    end: () => '',
  }
}
