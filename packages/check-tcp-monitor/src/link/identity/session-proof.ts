/** What an agent proves, by its signature, when it asks for a session. */
export interface SessionClaim {
  readonly agentId: string
  /** What the hub gave for this one session. */
  readonly nonce: string
  /** The hub that asks, as the agent addressed it: a signature for one hub is worth nothing at another. */
  readonly hub: string
}

/** The text that is signed: a line for each part, none of which can hold a line break. */
export function sessionText({ agentId, nonce, hub }: SessionClaim): string {
  const lines = ['check-tcp agent session 1', hub, agentId, nonce]
  if (lines.some((line) => /[\r\n]/.test(line)))
    throw new RangeError('a part of the claim has a line break')
  return lines.join('\n')
}
