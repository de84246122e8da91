import { COMMON_PORTS, SERVICE_TIMEOUTS } from '../target/services.js'

/** Fills in the port and the timeout that a service names, where they are left out. */
export function completeFromService(parameters: Record<PropertyKey, unknown>): void {
  const { service } = parameters
  if (typeof service !== 'string' || !Object.hasOwn(COMMON_PORTS, service)) return
  parameters.port ??= COMMON_PORTS[service]
  parameters.timeout ??= SERVICE_TIMEOUTS[service]
  if (parameters.timeout === undefined) delete parameters.timeout
}
