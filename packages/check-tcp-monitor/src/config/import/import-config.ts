import { isMapping, mappingOf } from './foreign-value.js'
import { importBlackbox, isBlackboxFile } from './import-blackbox.js'
import { importGatus } from './import-gatus.js'
import { importUptimeKuma } from './import-uptime-kuma.js'
import { ImportError, type Imported, type ImportFile, type ImportNote } from './imported.js'
import { parseForeign } from './parse-foreign.js'
import { writeConfig } from './write-config.js'

export { ImportError, type ImportFile, type ImportNote } from './imported.js'

/** A config for the monitor, and what it lacks. */
export interface ImportedConfig {
  /** Loads as it is. */
  readonly yaml: string
  /** Everything that was left out or is otherwise now, also what comments of the text tell. */
  readonly notes: readonly ImportNote[]
}

/**
 * Turns files of blackbox_exporter and Prometheus, of Gatus or of Uptime Kuma into a config; which of them they are is
 * seen from the files.
 *
 * @throws {ImportError} for files that cannot be read, are of none of these, or have nothing to carry over
 */
export function importConfig(files: readonly ImportFile[]): ImportedConfig {
  const read = files.map((file) => ({ path: file.path, value: parseForeign(file) }))
  const imported = importFiles(read)
  const notes = [
    ...imported.notes,
    ...imported.checks.flatMap(({ where, notes }) => notes.map((message) => ({ where, message }))),
  ]
  const paths = files.map(({ path }) => path)
  if (imported.checks.length === 0 && imported.main.http === undefined) {
    const reasons = notes.map(({ where, message }) => `\n${where}: ${message}`).join('')
    throw new ImportError(`${paths.join(', ')}: nothing here can be checked over TCP${reasons}`)
  }
  return { yaml: writeConfig(imported, paths), notes }
}

interface ReadFile {
  readonly path: string
  readonly value: unknown
}

function importFiles(files: readonly ReadFile[]): Imported {
  if (files.length > 0 && files.every(({ value }) => isBlackboxFile(value))) {
    return importBlackbox(files)
  }
  const [file] = files
  if (!file) throw new ImportError('there is no file to import')
  const kinds = files.map(({ value }) => kindOf(value))
  const unknown = files[kinds.indexOf(undefined)]
  if (unknown) {
    const known = 'blackbox_exporter, Prometheus, Gatus and Uptime Kuma'
    throw new ImportError(`${unknown.path}: this is a file of none of ${known}`)
  }
  if (files.length > 1) {
    throw new ImportError(
      'several files are imported at once only for blackbox_exporter and Prometheus',
    )
  }
  const config = mappingOf(file.value)
  return kinds[0] === 'gatus' ? importGatus(config, file.path) : importUptimeKuma(config, file.path)
}

function kindOf(value: unknown): 'blackbox' | 'gatus' | 'uptime-kuma' | undefined {
  if (isBlackboxFile(value)) return 'blackbox'
  const { endpoints, monitorList } = mappingOf(value)
  if (Array.isArray(endpoints)) return 'gatus'
  return Array.isArray(monitorList) || isMapping(monitorList) ? 'uptime-kuma' : undefined
}
