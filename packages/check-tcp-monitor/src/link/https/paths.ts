/** The version of what agents and hubs say to each other. Fields may be added within one; an agent of another is told so by 404. */
export const AGENT_PROTOCOL = 1

const ROOT = `/agent/v${AGENT_PROTOCOL}`

/** Where a hub serves agents. */
export const AGENT_PATHS = {
  enroll: `${ROOT}/enroll`,
  nonce: `${ROOT}/nonce`,
  session: `${ROOT}/session`,
  batch: `${ROOT}/batch`,
  config: `${ROOT}/config`,
  stream: `${ROOT}/stream`,
  answer: `${ROOT}/answer`,
} as const
