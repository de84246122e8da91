/** An entry of the log as a reader meets it. Every entry is one line of JSON. */
export type Entry =
  | CheckEntry
  | ProbeEntry
  | AgentEntry
  | ActEntry
  | GapEntry
  | CutEntry
  | KeepEntry
  | RetentionEntry

interface Written {
  /** RFC 3339, UTC. */
  readonly time: string
  readonly who: {
    readonly user: string
    readonly host: string
    readonly pid: number
    readonly program: string
  }
}

/** A check was made. */
export interface CheckEntry extends Written {
  readonly kind: 'check'
  readonly what: {
    readonly host: string
    readonly port: number
    /** The addresses that were tried. */
    readonly addresses: readonly string[]
    /** All others, defaults filled in; of `send` and `receive` only how many bytes they are. */
    readonly parameters: Readonly<Record<string, unknown>>
  }
  readonly why: Reasons
  readonly outcome: {
    readonly status: 'success' | 'error'
    readonly connected: boolean
    readonly failure?: string
    readonly fault?: string
    readonly code?: string
    /** The rule that denied it. */
    readonly cause?: string
    readonly attempts: number
    readonly response_time: number
  }
}

/** An explanation was about to send a packet that is no part of a check; the entry was there before the packet. */
export interface ProbeEntry extends Written {
  readonly kind: 'probe'
  readonly what: {
    readonly host: string
    readonly port: number
    /** The one that it went to. */
    readonly addresses: readonly string[]
    /** Which probe of the explanation. */
    readonly probe: string
    /** Such as `SYN`. */
    readonly sends: string
  }
  readonly why: Reasons
}

/** Who may report to a hub changed. */
export interface AgentEntry extends Written {
  readonly kind: 'agent'
  readonly what: {
    /** `invited`: a join string was made. `enrolled`: an agent was let in. `revoked`: no longer; its key, or an open invitation. */
    readonly change: 'invited' | 'enrolled' | 'revoked'
    readonly location: string
    /** Absent of an invitation. */
    readonly agent?: string
    /** SHA-256 of its public key, as `SHA256:` and base64. */
    readonly key?: string
  }
}

/** Somebody was let in to change something at a monitor; the entry was there before the change. */
export interface ActEntry extends Written {
  readonly kind: 'act'
  readonly what: {
    /** The operation of the API, such as `acknowledgeIncident`. */
    readonly act: string
    /** Of its path, its query and its body what says what is changed; no secrets. */
    readonly given: Readonly<Record<string, unknown>>
  }
  readonly by: {
    /** Of a token, or of the user that a proxy vouches for. */
    readonly name: string
    readonly role: string
    /** How that is known. */
    readonly way: 'token' | 'session' | 'proxy'
    /** The address that the request came from. */
    readonly from: string
  }
}

/** What a check was made for, as far as anybody said. */
export interface Reasons {
  readonly task?: TaskReference | undefined
  readonly authorisation?: string | undefined
  readonly caller?: string | undefined
  readonly tags?: readonly string[] | undefined
}

/** A task of a task file. */
export interface TaskReference {
  readonly name: string
  readonly file?: string
  readonly line?: number
  /** What of it came from the environment; entries have that instead of what it stood for, and never this itself. */
  readonly written?: AsWritten
}

/** The log could not be written for a while. */
export interface GapEntry extends Written {
  readonly kind: 'gap'
  /** Checks that were made, or under way, and are not in the log. */
  readonly lost: number
  /** Checks that were not made for that reason. */
  readonly refused: number
  /** When the first of them was; RFC 3339, UTC. */
  readonly since: string
  readonly problem: string
}

/** A writer died; what it had not finished was cut off. None of it had been acknowledged. */
interface CutEntry extends Written {
  readonly kind: 'cut'
  readonly bytes: number
}

/** From now on entries are kept for another time. */
interface KeepEntry extends Written {
  readonly kind: 'keep'
  /** Days. */
  readonly from: number | 'forever'
  readonly to: number | 'forever'
}

/** Entries older than the retention were removed; their hashes stay. */
export interface RetentionEntry extends Written {
  readonly kind: 'retention'
  readonly days: number
  /** The number of the first entry that was kept. */
  readonly kept_from: number
}

/** What of a task came from the environment: its text with the references, such as `${PASSWORD}`. */
export interface AsWritten {
  readonly name?: string
  /** Parameters in which there is such a text, whole. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Of each tag in which there is such a text. */
  readonly tags?: Readonly<Record<string, string>>
}
