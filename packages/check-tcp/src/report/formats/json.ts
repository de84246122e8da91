import { jsonText } from '../../core/text/json-text.js'
import { recordOf } from '../record.js'
import type { Reporter, ReporterOptions } from '../reporter.js'

/** One object for one directly given target, else an array, of results or of `{name, plugin, result}`. */
export function jsonReporter({ kind }: Pick<ReporterOptions, 'kind'>): Reporter {
  if (kind === 'one') {
    return {
      start: () => '',
      add: (entry) => `${jsonText(recordOf(entry, kind), 2)}\n`,
      end: () => '',
    }
  }
  let isFirst = true
  return {
    start: () => '',
    add(entry) {
      const before = isFirst ? '[\n' : ',\n'
      isFirst = false
      return before + jsonText(recordOf(entry, kind), 2).replace(/^/gm, '  ')
    },
    end: () => (isFirst ? '[]\n' : '\n]\n'),
  }
}
