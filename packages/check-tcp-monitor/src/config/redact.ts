import type { AlertingConfig, ChannelConfig } from '../core/alerting.js'
import type { MonitorConfig } from '../core/monitor-config.js'

/** Stands where a secret was. */
export const REDACTED = '[secret]'

/** The config without its secrets, for whatever is printed, logged or served. Its close is not carried over. */
export function redact(config: MonitorConfig): MonitorConfig {
  const { files, location, directory, checks, alerting, retention, http, concurrency } = config
  return {
    files,
    location,
    directory,
    checks: checks.map((check) => ({ ...check, parameters: withoutSent(check.parameters) })),
    alerting: redactAlerting(alerting),
    retention,
    http: http && {
      ...http,
      ...(http.token === undefined ? {} : { token: REDACTED }),
      modules: Object.fromEntries(
        Object.entries(http.modules).map(([name, module]) => [name, withoutSent(module)]),
      ),
    },
    concurrency,
  }
}

/** What is sent to a service may log in there. */
function withoutSent<P extends Readonly<Record<string, unknown>>>(parameters: P): P {
  return parameters.send === undefined ? parameters : { ...parameters, send: REDACTED }
}

function redactAlerting(alerting: AlertingConfig): AlertingConfig {
  const { deadMan } = alerting
  return {
    ...alerting,
    channels: alerting.channels.map(redactChannel),
    ...(deadMan ? { deadMan: { ...deadMan, url: redactUrl(deadMan.url) } } : {}),
  }
}

export function redactChannel(channel: ChannelConfig): ChannelConfig {
  switch (channel.kind) {
    case 'webhook':
      return {
        ...channel,
        url: redactUrl(channel.url),
        ...(channel.secret === undefined ? {} : { secret: REDACTED }),
        ...(channel.headers ? { headers: redactValues(channel.headers) } : {}),
      }
    case 'alertmanager':
    case 'slack':
      return { ...channel, url: redactUrl(channel.url) }
    case 'email':
      return {
        ...channel,
        ...(channel.user === undefined ? {} : { user: REDACTED }),
        ...(channel.password === undefined ? {} : { password: REDACTED }),
      }
    case 'pagerduty':
      return { ...channel, routingKey: REDACTED, ...optionalUrl(channel.url) }
    case 'telegram':
      return { ...channel, token: REDACTED, chat: REDACTED, ...optionalUrl(channel.url) }
    case 'command':
      return {
        ...channel,
        command: channel.command.map((word, at) => (at === 0 ? word : REDACTED)),
      }
    default:
      return channel satisfies never
  }
}

function redactValues(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, REDACTED]))
}

function optionalUrl(url: string | undefined): { readonly url?: string } {
  return url === undefined ? {} : { url: redactUrl(url) }
}

/** Scheme and host: keys stand in users, paths and queries. */
function redactUrl(url: string): string {
  if (!URL.canParse(url)) return REDACTED
  const { protocol, host, pathname, search, username, password } = new URL(url)
  const bare = pathname === '/' && search === '' && username === '' && password === ''
  return bare ? `${protocol}//${host}/` : `${protocol}//${host}/${REDACTED}`
}
