import { bracketed } from '../../../core/target/host-and-port.js'
import { type Greeting, line } from './greeting.js'

/** RFC 4253 section 4.2. */
export const ssh: Greeting = { recognise: line(/^SSH-\d/) }

/** RFC 5321 and RFC 959 both begin with 220, or say by 4xx or 5xx that they will not serve. */
export const smtpOrFtp: Greeting = { recognise: line(/^(220|4\d\d|5\d\d)[ -]/) }

/** RFC 9051 section 7.1. */
export const imap: Greeting = { recognise: line(/^\* (OK|PREAUTH|BYE)\b/) }

/** RFC 1939. */
export const pop3: Greeting = { recognise: line(/^(\+OK|-ERR)/) }

/** The first line of a NATS server (its documentation, "Client Protocol"). */
export const nats: Greeting = { recognise: line(/^INFO /) }

/** RFC 9112: any answer shows that HTTP is spoken. */
export const http: Greeting = {
  ask: (host) =>
    Buffer.from(
      `HEAD / HTTP/1.1\r\nHost: ${bracketed(host)}\r\nUser-Agent: check-tcp\r\nConnection: close\r\n\r\n`,
    ),
  recognise: line(/^HTTP\/\d/),
}

/** An inline command of Redis; one that wants a password says so. */
export const redis: Greeting = {
  ask: () => Buffer.from('PING\r\n'),
  recognise: line(/^(\+PONG|-(NOAUTH|DENIED|LOADING|ERR|MASTERDOWN|BUSY)\b)/),
}
