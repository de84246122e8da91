import { packageVersion } from 'check-tcp/files'
import type { Alerting } from '../alert/alerting.js'
import type { LoadedConfig } from '../config/load-config.js'
import type { Log } from '../core/log.js'
import type { HttpOptions } from '../http/http-options.js'
import type { HttpPort } from '../http/http-port.js'
import { type OpenedApi, openHttp } from '../http/open-http.js'
import type { StatusPages } from './status-pages.js'

interface DaemonApiOptions
  extends Required<Pick<HttpOptions, 'monitor' | 'store' | 'clock' | 'fleet' | 'machineRules'>> {
  readonly config: () => LoadedConfig
  readonly alerting: Alerting
  readonly pages: () => StatusPages | undefined
  /** @returns why the config was not taken */
  readonly reload: () => Promise<string | undefined>
  readonly log: Log
  /** Open already, and to stay open. @default where the config says */
  readonly listener: HttpPort | undefined
}

/**
 * Serves a daemon over HTTP.
 *
 * @returns undefined where the config turns that off
 * @throws {HttpListenError} (as a rejection) where it cannot listen
 */
export async function openDaemonApi({
  alerting,
  pages,
  reload,
  log,
  listener,
  ...options
}: DaemonApiOptions): Promise<OpenedApi | undefined> {
  if (!options.config().http) return undefined
  const served: HttpOptions = {
    ...options,
    version: packageVersion(import.meta.dirname),
    deliveries: () => alerting.deliveries(),
    deliver: () => alerting.wake(),
    channels: alerting,
    warnings: () => options.config().warnings,
    reload: async () => {
      const problem = await reload()
      if (problem !== undefined) throw new Error(problem)
    },
    log: (message, data) => log.info(data, message),
    pageFiles: async (name) => pages()?.files(name),
  }
  return openHttp(served, {}, listener)
}
