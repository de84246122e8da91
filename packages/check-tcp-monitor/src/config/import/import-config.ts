import { importGatus, isGatusFile, isGatusPart } from './gatus/import-gatus.js'
import {
  ForeignConfigError,
  type Imported,
  type ImportFile,
  type ImportNote,
  isCheck,
} from './imported.js'
import { parseForeign } from './parse-foreign.js'
import { importBlackbox, isBlackboxFile } from './prometheus/import-blackbox.js'
import { showReferences } from './references.js'
import { importUptimeKuma } from './uptime-kuma/import-uptime-kuma.js'
import { kumaMonitors } from './uptime-kuma/kuma-tree.js'
import { writeConfig } from './write-config.js'

export { ForeignConfigError, type ImportFile, type ImportNote } from './imported.js'

/** A config for the monitor, and what it lacks. */
interface ImportedConfig {
  /** Loads as it is. */
  readonly yaml: string
  /** Everything that was left out or is otherwise now, what comments of the text tell too. */
  readonly notes: readonly ImportNote[]
}

/**
 * Turns files of blackbox_exporter and Prometheus, of Gatus or of Uptime Kuma into a config; which of them they are is
 * seen from the files.
 *
 * @throws {ForeignConfigError} for files that cannot be read, are of none of these, or have nothing to carry over
 */
export function importConfig(files: readonly ImportFile[]): ImportedConfig {
  const read = files.map((file) => ({ path: file.path, value: parseForeign(file) }))
  const { imported, paths } = importFiles(read)
  const notes = notesOf(imported)
  if (!imported.entries.some(isCheck) && imported.main.http === undefined) {
    const reasons = notes.map(({ where, message }) => `\n${where}: ${message}`).join('')
    throw new ForeignConfigError(
      `${paths.join(', ')}: nothing here can be checked over TCP${reasons}`,
    )
  }
  return { yaml: writeConfig(imported, paths), notes }
}

function notesOf({ entries, moduleNotes, notes }: Imported): readonly ImportNote[] {
  const ofEntries = entries.flatMap((entry) => {
    const { where } = entry
    const remarks = isCheck(entry) ? entry.remarks : [entry.remark]
    return remarks.map(({ kind, message }) => ({ where, kind, message }))
  })
  const all = [...notes, ...[...(moduleNotes?.values() ?? [])].flat(), ...ofEntries]
  return all.map(({ where, kind, message }) => ({
    where: showReferences(where),
    kind,
    message: showReferences(message),
  }))
}

interface ReadFile {
  readonly path: string
  readonly value: unknown
}

interface ImportedFiles {
  readonly imported: Imported
  /** Those that something was made of. */
  readonly paths: readonly string[]
}

type Program = 'blackbox' | 'gatus' | 'uptime-kuma'

function importFiles(files: readonly ReadFile[]): ImportedFiles {
  if (files.length === 0) throw new ForeignConfigError('there is no file to import')
  const programs = files.map(({ value }) => programOf(value))
  const known = new Set(programs.flatMap((program) => program ?? []))
  const [program] = known
  if (program === undefined) {
    const names = 'blackbox_exporter, Prometheus, Gatus and Uptime Kuma'
    const [file] = files
    throw new ForeignConfigError(`${file?.path}: this is a file of none of ${names}`)
  }
  if (known.size > 1) {
    throw new ForeignConfigError(
      'these are files of several programs; import those of one at a time',
    )
  }
  const isOurs = ({ value }: ReadFile) =>
    programOf(value) === program || (program === 'gatus' && isGatusPart(value))
  const ours = files.filter(isOurs)
  const imported = importOf(program, ours)
  const others = files.filter((file) => !isOurs(file))
  const notes = others.map(
    ({ path }): ImportNote => ({
      where: path,
      kind: 'left out',
      message: 'nothing in this file is known',
    }),
  )
  return {
    imported: { ...imported, notes: [...imported.notes, ...notes] },
    paths: ours.map(({ path }) => path),
  }
}

function importOf(program: Program, files: readonly ReadFile[]): Imported {
  if (program === 'blackbox') return importBlackbox(files)
  if (program === 'gatus') return importGatus(files)
  const [file] = files
  if (!file || files.length > 1) {
    throw new ForeignConfigError('files of Uptime Kuma are imported one at a time')
  }
  return importUptimeKuma(file.value, file.path)
}

function programOf(value: unknown): Program | undefined {
  if (isBlackboxFile(value)) return 'blackbox'
  if (isGatusFile(value)) return 'gatus'
  return kumaMonitors(value) === undefined ? undefined : 'uptime-kuma'
}
