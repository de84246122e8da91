/** Parameters by which more is asked for than a connection; read or not. */
interface Proofs {
  readonly tls?: unknown
  readonly send?: unknown
  readonly receive?: unknown
  readonly hold?: unknown
  readonly banner?: unknown
}

/** Is more to be proven than that a connection stands? */
export function asksForProof({ tls, send, receive, hold, banner }: Proofs): boolean {
  return Boolean(tls || banner) || [send, receive, hold].some((asked) => asked !== undefined)
}
