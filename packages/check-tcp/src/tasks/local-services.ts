/**
 * `check-tcp/local-services`: the services that a file asks for to be opened on this machine while it is used, so that
 * an example or a test runs without any other host.
 *
 * @module
 */
export {
  LOCAL_SERVICE_KINDS,
  type LocalServices,
  openLocalServices,
} from './task-list/local-services.js'
export { LOCAL_SERVICES_KEY, readLocalServices } from './task-list/read-local-services.js'
