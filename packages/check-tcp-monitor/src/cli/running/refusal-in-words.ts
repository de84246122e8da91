/** A problem of the API (RFC 9457), as far as people at a terminal need it. */
interface Refusal {
  readonly type?: unknown
  readonly title?: unknown
  readonly detail?: unknown
}

/** What the API calls otherwise than the command line does. */
const FLAGS: Readonly<Record<string, string>> = {
  until: '--until',
  for: '--for',
  from: '--from',
  by: '--by',
  note: '--note',
  location: '--location',
  channel: '--channel',
  public: '--public',
  matches: 'what it is for',
  text: 'the text',
  id: 'the id',
}

const NEEDS_TOKEN = ['no_token_configured', 'unauthorised', 'forbidden']

/** Why the monitor did not do something: no codes of HTTP, no names of the API. */
export function refusalInWords({ statusText }: Response, answer: unknown): string {
  const { type, title, detail } = (answer ?? {}) as Refusal
  const name = String(type).split(':').at(-1) ?? ''
  const why = String(detail ?? title ?? (statusText || 'it gives no reason'))
  const said = why.replaceAll(/`(\w+)`/g, (all, word: string) => FLAGS[word] ?? all)
  if (!NEEDS_TOKEN.includes(name)) return said
  return `${said}; the command brings the token of \`http\` in the config that --config names: it must be the one of the running monitor`
}
