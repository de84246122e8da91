export const AUDIT_MODES = ['strict', 'relaxed'] as const

/** `strict`: no result without its entry on disk. `relaxed`: a log that cannot be written is told, and checks go on. */
export type AuditMode = (typeof AUDIT_MODES)[number]

/** Where and how an audit log is kept. */
export interface AuditOptions {
  /**
   * Made where it is not there, for this user alone. All processes of one user may use it at once; where it, or a file in
   * it, belongs to another user or may be written by others, it is refused.
   */
  readonly directory: string
  /** @default strict */
  readonly mode?: AuditMode
  /** Seconds from a new entry to the checkpoint that vouches for it, from 1 to 86400. @default 60 */
  readonly checkpointInterval?: number
  /** A file of entries that has grown to so many bytes is followed by a new one, from 4096 to 1 GiB. @default 16 MiB */
  readonly segmentBytes?: number
  /** Days that entries are kept, from 1 to 36500; of older ones the hashes stay. @default for ever */
  readonly retentionDays?: number
  /**
   * The file of the private key, which others may not read. Made where it is not there, in a folder that is there.
   *
   * @default `key` in the directory
   */
  readonly key?: string
}

/** What the numbers may be, and what they are where nobody says. */
export const AUDIT_NUMBERS = {
  checkpointInterval: { min: 1, max: 86_400, default: 60 },
  segmentBytes: { min: 4_096, max: 1_073_741_824, default: 16_777_216 },
  /** A hundred years. */
  retentionDays: { min: 1, max: 36_500 },
} as const

export type AuditNumber = keyof typeof AUDIT_NUMBERS

export function isAuditNumber(name: AuditNumber, value: unknown): value is number {
  const { min, max } = AUDIT_NUMBERS[name]
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max
}

export function auditNumberInWords(name: AuditNumber): string {
  const { min, max } = AUDIT_NUMBERS[name]
  return `an integer from ${min} to ${max}`
}

/** @throws {RangeError} which names the option and what it may be */
export function checkAuditOptions(options: AuditOptions): void {
  const { directory, mode = 'strict' } = options
  if (typeof directory !== 'string' || directory === '') {
    throw new RangeError('`directory` of an audit log must be a path')
  }
  if (!AUDIT_MODES.includes(mode)) {
    throw new RangeError(`\`mode\` of an audit log must be one of ${AUDIT_MODES.join(', ')}`)
  }
  for (const name of Object.keys(AUDIT_NUMBERS) as AuditNumber[]) {
    const value = options[name]
    if (value === undefined || isAuditNumber(name, value)) continue
    throw new RangeError(`\`${name}\` of an audit log must be ${auditNumberInWords(name)}`)
  }
}
