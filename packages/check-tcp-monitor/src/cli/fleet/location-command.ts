import { escapeControl } from 'check-tcp/words'
import { askByConfig } from '../running/ask-by-config.js'
import { EXIT, type Terminal } from '../terminal.js'
import { describeLocation, type Location } from './describe-location.js'

const PATH = '/api/v1/locations'

/** `check-tcp monitor location add NAME`: prints the join string alone, so that it can be passed on. */
export async function addLocation(
  location: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(location)}/invitation`
  const { join, until, replaces } = await askByConfig<{
    readonly join: string
    readonly until: string
    readonly replaces?: string
  }>(config, terminal, { path })
  if (replaces !== undefined) {
    const name = escapeControl(location)
    terminal.err(
      `check-tcp: warning: ${name} has an agent: the new one replaces it, which reports until then\n`,
    )
  }
  terminal.err(
    `check-tcp: valid once, until ${until}; on the machine at ${escapeControl(location)}: check-tcp monitor agent --join STRING\n`,
  )
  await terminal.out(`${join}\n`)
  return EXIT.ok
}

/** `check-tcp monitor location list`. */
export async function listLocations(config: string, terminal: Terminal): Promise<number> {
  const asked = { method: 'GET', path: PATH }
  const { locations } = await askByConfig<{ locations: readonly Location[] }>(
    config,
    terminal,
    asked,
  )
  const width = Math.max(...locations.map(({ location }) => location.length))
  for (const each of locations) await terminal.out(`${describeLocation(each, width)}\n`)
  return EXIT.ok
}

/** `check-tcp monitor location revoke NAME`. */
export async function revokeLocation(
  location: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(location)}/revoke`
  const { revoked_before: wasRevoked } = await askByConfig<{ readonly revoked_before?: true }>(
    config,
    terminal,
    { path },
  )
  const name = escapeControl(location)
  await terminal.out(
    wasRevoked
      ? `the agent at ${name} was revoked before; nothing is taken from it\n`
      : `nothing more is taken from the agent at ${name}\n`,
  )
  return EXIT.ok
}

/** `check-tcp monitor location remove NAME`. */
export async function removeLocation(
  location: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(location)}/agent`
  await askByConfig(config, terminal, { method: 'DELETE', path })
  await terminal.out(`the agent at ${escapeControl(location)} is forgotten; its results stay\n`)
  return EXIT.ok
}
