/** Where a hub serves agents. The number is the protocol's: an agent of another one is told so by 404. */
export const AGENT_PATHS = {
  enroll: '/agent/v1/enroll',
  nonce: '/agent/v1/nonce',
  session: '/agent/v1/session',
  batch: '/agent/v1/batch',
  config: '/agent/v1/config',
} as const
