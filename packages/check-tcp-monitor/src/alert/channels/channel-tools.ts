/** What channels take from the process around them. */
export interface ChannelTools {
  /** Milliseconds since 1970. */
  readonly wallMs: () => number
  /** The process's environment, of which a command gets the few variables that programs need to run. */
  readonly environment: Readonly<Record<string, string | undefined>>
}
