/** How a service is made to speak, and known by what it says. */
export interface Greeting {
  /** Sent first to services that wait for their client; `host` is the one that was asked for. */
  readonly ask?: (host: string) => Buffer
  /** Words for what has come, or `undefined` while it says nothing or is something else. */
  readonly recognise: (answer: Buffer) => string | undefined
}

/** Characters of a greeting that are shown. */
export const SHOWN = 120

/** Bytes in which the first line must end. */
const LONGEST_LINE = 1_024

/** The first line, where it has come whole and looks right. */
export function line(looks: RegExp): Greeting['recognise'] {
  return (answer) => {
    const [first, ...rest] = answer.subarray(0, LONGEST_LINE).toString('latin1').split(/\r?\n/)
    return rest.length > 0 && first !== undefined && looks.test(first)
      ? first.slice(0, SHOWN)
      : undefined
  }
}
