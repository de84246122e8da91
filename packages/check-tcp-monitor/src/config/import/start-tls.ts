/** PostgreSQL's SSLRequest, MySQL has no such line. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** The object identifier of LDAP's StartTLS, as it stands in the request. */
const LDAP_START_TLS = '1.3.6.1.4.1.1466.20037'

/** Which protocol asks for TLS with such lines, in the words of `tls.starttls`; undefined where it cannot be told. */
export function protocolOfStartTls(
  sent: readonly (string | Uint8Array)[],
  expected: readonly string[],
): string | undefined {
  if (sent.some((one) => Buffer.from(one).subarray(0, 8).equals(SSL_REQUEST))) return 'postgresql'
  const text = sent.map((one) => Buffer.from(one).toString('latin1')).join('\n')
  if (text.includes(LDAP_START_TLS)) return 'ldap'
  if (/<starttls\b/i.test(text)) return 'xmpp'
  if (/^\s*STLS\b/im.test(text)) return 'pop3'
  if (/^\s*AUTH +(?:TLS|SSL)\b/im.test(text)) return 'ftp'
  if (/^\s*(?:EHLO|HELO)\b/im.test(text)) return 'smtp'
  if (/^\s*[\w.+-]+ +STARTTLS\b/im.test(text)) return 'imap'
  if (!/^\s*STARTTLS\b/im.test(text)) return undefined
  const answers = expected.join('\n')
  if (/220|250/.test(answers)) return 'smtp'
  return /IMPLEMENTATION|SIEVE|OK/i.test(answers) ? 'sieve' : undefined
}

/** Words of the answers that every server of a protocol gives on the way to TLS. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  smtp: /\b(?:220|250|STARTTLS)\b/gi,
  ftp: /\b(?:220|234)\b/g,
  imap: /\b(?:OK|CAPABILITY|STARTTLS)\b/gi,
  pop3: /\b(?:OK|STLS)\b/gi,
  sieve: /\b(?:OK|IMPLEMENTATION|SIEVE|STARTTLS)\b/gi,
  xmpp: /\b(?:stream|features|starttls|proceed|xmlns|urn:ietf:params:xml:ns:xmpp-tls)\b/gi,
  postgresql: /^\^?S\$?$/g,
}

/** What a regular expression has besides literal text: flags of groups, classes, and how often something comes. */
const SYNTAX = /\(\?(?:P?<\w+>|[a-zA-Z-]*:?)|\[\^?\]?[^\]]*\]|\{\d+(?:,\d*)?\}|\\[a-zA-Z]/g

/** Does an expression ask for no more than every server of the protocol says? */
export function isOwnAnswer(expression: string, protocol: string): boolean {
  const literal = expression.replace(SYNTAX, ' ')
  return !/[\p{L}\p{N}]/u.test(literal.replace(OWN_WORDS[protocol] ?? /$^/g, ''))
}
