/** The running monitor could not be asked, or refused. The message is for people. */
export class MonitorCallError extends Error {
  override readonly name = 'MonitorCallError'
}
