import { CheckTcpError } from 'check-tcp'

/** One file that is to be turned into a config. */
export interface ImportFile {
  /** As messages call it. */
  readonly path: string
  readonly text: string
}

/** `left out`: the config does not have it. `note`: the config has it, but it works otherwise than there. */
type RemarkKind = 'left out' | 'note'

/** Something to be said of a check, or of what became of it. */
export interface Remark {
  readonly kind: RemarkKind
  readonly message: string
}

/** A remark, and what it is about. */
export interface ImportNote extends Remark {
  /** The file, and what in it: `gatus.yaml: endpoint "api"`. */
  readonly where: string
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
  /** What was left out of it, and what is otherwise. */
  readonly remarks: readonly Remark[]
}

/** What is to be said in the place where a check would stand, of which there is none. */
export interface NoCheck {
  readonly where: string
  readonly remark: Remark
}

/** What an importer makes of its files. */
export interface Imported {
  /** In the order of the files. */
  readonly entries: readonly (ImportedCheck | NoCheck)[]
  readonly groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Further keys of the main file. */
  readonly main: Readonly<Record<string, unknown>>
  /** About modules of `http`, by name. */
  readonly moduleNotes?: ReadonlyMap<string, readonly ImportNote[]>
  /** About nothing that stands in the config. */
  readonly notes: readonly ImportNote[]
}

export function isCheck(entry: ImportedCheck | NoCheck): entry is ImportedCheck {
  return 'parameters' in entry
}

/** Gathers remarks about one thing; what is said twice is kept once. */
export class Remarks {
  readonly #list: Remark[] = []

  get list(): readonly Remark[] {
    return this.#list
  }

  leftOut(message: string): void {
    this.#add({ kind: 'left out', message })
  }

  note(message: string): void {
    this.#add({ kind: 'note', message })
  }

  #add(remark: Remark): void {
    const { kind, message } = remark
    if (this.#list.some((one) => one.kind === kind && one.message === message)) return
    this.#list.push(remark)
  }
}

/** Thrown for files of which no config can be made; its message says which and why. */
export class ForeignConfigError extends CheckTcpError {
  override readonly name = 'ForeignConfigError'
  readonly code = 'INVALID_FOREIGN_CONFIG'
}
