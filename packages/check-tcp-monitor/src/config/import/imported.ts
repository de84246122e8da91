/** One file that is to be turned into a config. */
export interface ImportFile {
  /** As messages call it. */
  readonly path: string
  readonly text: string
}

/** Something that the config does not have, or has otherwise. */
export interface ImportNote {
  /** The file, and what in it: `gatus.yaml: endpoint "api"`. */
  readonly where: string
  readonly message: string
}

/** A check as the new config is to have it, before its name is made unique. Durations are texts. */
export interface ImportedCheck {
  /** What its name is made of. */
  readonly title: string
  /** What notes call it by. */
  readonly where: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly group?: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly description?: string
  /** What was left out of it. */
  readonly notes: readonly string[]
}

/** What an importer makes of its files. */
export interface Imported {
  readonly checks: readonly ImportedCheck[]
  readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Further keys of the main file. */
  readonly main: Readonly<Record<string, unknown>>
  /** About no check. */
  readonly notes: readonly ImportNote[]
}

/** Thrown for files of which no config can be made; its message says which and why. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code = 'INVALID_IMPORT'
}

/** Said of TLS where the other tool looks at certificates. */
export const UNVERIFIED = 'tls: a certificate that is not trusted fails no check here'
