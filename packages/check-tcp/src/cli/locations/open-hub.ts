import { readFile } from 'node:fs/promises'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import { quote } from '../../core/text/show-value.js'
import { type HubApi, loadMonitorCli } from '../commands/monitor-cli.js'
import { UsageError } from '../exit/usage-error.js'
import { flagParameters } from '../flags/check-flags.js'
import type { Terminal } from '../terminal/terminal.js'
import type { FromFlags, Order } from './order.js'

/** Flags of which a location of somebody else can do nothing: they name files of this machine, or have bytes sent. */
const LOCAL_PARAMETERS: Readonly<Record<string, string>> = {
  source_port: '--source-port',
  close: '--close',
  min_addresses: '--min-addresses',
  resolves_to: '--resolves-to',
  send: '--send',
  receive: '--receive',
  hold: '--hold',
  banner: '--banner',
}

/** @throws {UsageError} where nobody says which hub, or by which token */
export async function openHub({ flags, terminal }: Order): Promise<HubApi> {
  const { env } = terminal
  const url = flags.hub ?? env.CHECK_TCP_HUB
  if (!url) {
    throw new UsageError(
      '--from needs the hub: --hub URL, or CHECK_TCP_HUB, such as http://127.0.0.1:9116',
    )
  }
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new UsageError(`--hub must be an http or https URL, got ${quote(url)}`)
  }
  const unaskable = Object.keys(flagParameters(flags)).find((key) => LOCAL_PARAMETERS[key])
  if (unaskable !== undefined) {
    throw new UsageError(`${LOCAL_PARAMETERS[unaskable]} cannot be asked of other locations`)
  }
  const { openHubApi } = await loadMonitorCli()
  return openHubApi(url, await readToken(flags, terminal))
}

async function readToken({ hubTokenFile: file }: FromFlags, { env }: Terminal): Promise<string> {
  const text = file === undefined ? env.CHECK_TCP_HUB_TOKEN : await readTokenFile(file)
  const token = text?.trim()
  if (token) return token
  if (file !== undefined) throw new UsageError(`--hub-token-file ${file}: is empty`)
  throw new UsageError(
    'the hub needs the token of its HTTP API: --hub-token-file FILE, or CHECK_TCP_HUB_TOKEN',
  )
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--hub-token-file ${file}: ${whyUnreadable(error)}`)
  }
}
