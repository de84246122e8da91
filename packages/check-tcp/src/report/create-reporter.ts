import type { OutputFormat, Reporter, ReporterOptions } from './reporter.js'

/** Makes the reporter of a format. Only that format's module is loaded, since a single check should start fast. */
export async function createReporter(
  format: OutputFormat,
  options: ReporterOptions,
): Promise<Reporter> {
  switch (format) {
    case 'human':
      return (await import('./human.js')).humanReporter(options)
    case 'json':
      return (await import('./json.js')).jsonReporter(options)
    case 'ndjson':
      return (await import('./ndjson.js')).ndjsonReporter(options)
    case 'junit':
      return (await import('./junit.js')).junitReporter()
    case 'tap':
      return (await import('./tap.js')).tapReporter()
    case 'nagios':
      return (await import('./nagios.js')).nagiosReporter(options)
    default:
      return format satisfies never
  }
}
