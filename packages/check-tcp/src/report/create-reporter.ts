import { humanReporter } from './human/human.js'
import type { OutputFormat, Reporter, ReporterOptions } from './reporter.js'

/** Makes the reporter of a format. All but the default one are loaded on demand, since a check should start fast. */
export async function createReporter(
  format: OutputFormat,
  options: ReporterOptions,
): Promise<Reporter> {
  switch (format) {
    case 'human':
      return wrapped(await humanReporterOf(options), options)
    case 'json':
      return (await import('./formats/json.js')).jsonReporter(options)
    case 'ndjson':
      return (await import('./formats/ndjson.js')).ndjsonReporter(options)
    case 'junit':
      return (await import('./formats/junit.js')).junitReporter()
    case 'tap':
      return (await import('./formats/tap.js')).tapReporter()
    case 'nagios':
      return (await import('./formats/nagios.js')).nagiosReporter(options)
    default:
      return format satisfies never
  }
}

async function humanReporterOf(options: ReporterOptions): Promise<Reporter> {
  if (options.kind === 'tasks') {
    const { explanationLines } = await import('./human/explanation/human-explanation.js')
    return humanReporter(options, explanationLines)
  }
  if (options.verbose) return humanReporter(options)
  if (options.kind === 'matrix') return (await import('./groups/matrix.js')).matrixReporter(options)
  if (options.kind === 'many')
    return (await import('./groups/gathered.js')).gatheredReporter(options)
  return humanReporter(options)
}

async function wrapped(reporter: Reporter, { columns }: ReporterOptions): Promise<Reporter> {
  if (columns === undefined) return reporter
  return (await import('./text/wrapped-reporter.js')).wrappedReporter(reporter, columns)
}
