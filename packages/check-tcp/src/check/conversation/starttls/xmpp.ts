import { type Exchange, shown } from './exchange.js'
import { NOT_OFFERED, type StartTls } from './protocol.js'

const OTHER = 'the server speaks a protocol other than XMPP'

/** RFC 6120 section 5, between client and server. */
export const xmpp: StartTls = async (exchange, name) => {
  exchange.send(
    `<?xml version='1.0'?><stream:stream to='${attribute(name)}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
  )
  const offered = await readFeatures(exchange)
  if (typeof offered === 'string') return offered
  if (!offered) return NOT_OFFERED
  exchange.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
  const answer = await exchange.upTo('>')
  if (/^\s*<proceed[\s/>]/.test(answer)) return endOf(exchange, answer, 'proceed')
  return `the server refuses STARTTLS: ${shown(answer)}`
}

/** Whether STARTTLS is among the features of the stream, or what the server says instead. */
async function readFeatures(exchange: Exchange): Promise<boolean | string> {
  let offered = false
  let isStream = false
  for (;;) {
    const tag = await exchange.upTo('>')
    if (/<stream:error[\s/>]/.test(tag)) {
      return `the server ends the stream: ${shown(await exchange.upTo('>'))}`
    }
    if (/^\s*<stream:stream[\s/>]/.test(tag)) isStream = true
    else if (!isStream && !/^\s*<\?xml\s/.test(tag)) return OTHER
    if (/^\s*<starttls[\s/>]/.test(tag)) offered = true
    if (/<\/stream:features\s*>$|<stream:features\b[^>]*\/>$/.test(tag)) return offered
  }
}

/** An element may be written as one tag or as two. */
async function endOf(exchange: Exchange, tag: string, name: string): Promise<string | undefined> {
  if (tag.endsWith('/>')) return undefined
  const end = await exchange.upTo('>')
  return end.replace(/\s/g, '') === `</${name}>` ? undefined : OTHER
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  "'": '&apos;',
}

function attribute(text: string): string {
  return text.replace(/[&<']/g, (char) => ENTITIES[char] ?? char)
}
