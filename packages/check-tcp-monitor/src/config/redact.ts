import { CHANNEL_DEFINITIONS } from '../alert/channels/channel-definitions.js'
import type { AlertingConfig, ChannelConfig } from '../core/config/alerting.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'

/** Stands where a secret was. */
const REDACTED = '[secret]'

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
  const { heartbeat } = alerting
  return {
    ...alerting,
    channels: alerting.channels.map(redactChannel),
    ...(heartbeat ? { heartbeat: { ...heartbeat, url: redactUrl(heartbeat.url) } } : {}),
  }
}

export function redactChannel(channel: ChannelConfig): ChannelConfig {
  const definition = CHANNEL_DEFINITIONS.find(({ kind }) => kind === channel.kind)
  const secrets: readonly string[] = definition?.secrets ?? []
  const hidden = secrets
    .filter((key) => channel[key] !== undefined)
    .map((key) => [key, redactSetting(key, channel[key])])
  return { ...channel, ...Object.fromEntries(hidden) }
}

/** Of a command its program remains, of headers their names. */
function redactSetting(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((word, at) => (at === 0 ? word : REDACTED))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.keys(value).map((name) => [name, REDACTED]))
  }
  return key === 'url' ? redactUrl(String(value)) : REDACTED
}

/** Scheme and host: keys stand in users, paths and queries. */
function redactUrl(url: string): string {
  if (!URL.canParse(url)) return REDACTED
  const { protocol, host, pathname, search, username, password } = new URL(url)
  const bare = pathname === '/' && search === '' && username === '' && password === ''
  return bare ? `${protocol}//${host}/` : `${protocol}//${host}/${REDACTED}`
}
