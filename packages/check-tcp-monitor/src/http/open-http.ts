import type { AddressInfo } from 'node:net'
import { createApp } from './create-app.js'
import { loadDashboard } from './dashboard/load-dashboard.js'
import { isLoopback } from './guard/is-loopback.js'
import type { HttpOptions } from './http-options.js'
import type { HttpPort } from './http-port.js'
import { type ListenerBounds, type OpenedHttp, openListener } from './listener.js'

export interface OpenedApi extends OpenedHttp {
  /** Where people look at it, where the package of the dashboard is installed. */
  readonly dashboard?: string
}

/**
 * Serves the monitor over HTTP where `http.listen` of the config says. Another address in a later config is not gone
 * to: that takes a restart.
 *
 * @param bounds other than the usual ones, for tests
 * @param port open already, and to stay open. @default where `http.listen` of the config says
 * @throws {HttpListenError} (as a rejection) where it cannot listen there
 * @throws {RangeError} (as a rejection) where `http` is turned off in the config
 */
export async function openHttp(
  options: HttpOptions,
  bounds: Partial<ListenerBounds> = {},
  port?: HttpPort,
): Promise<OpenedApi> {
  const dashboard = await loadDashboard()
  const serve = ({ address }: AddressInfo) =>
    createApp({ dashboard, ...options }, isLoopback(address))
  const withPages = (opened: OpenedHttp): OpenedApi =>
    dashboard ? { ...opened, dashboard: `${opened.url}/` } : opened
  if (port) return withPages(port.serve(serve))
  const { http } = options.config()
  if (!http) throw new RangeError('`http` is turned off in the config')
  const { host } = http
  const listener = await openListener(
    {
      ...{ host, port: http.port, serve },
      onUnreadable: (error) => options.log?.('a request could not be read', { error }),
    },
    bounds,
  )
  return withPages(listener)
}
