import type { Role } from '../../core/config/access.js'

/** Who asks, as far as it is known. */
export interface Caller {
  /** Of the token, or of the user that a proxy vouches for; absent: a user of this machine, where no token is configured. */
  readonly name?: string
  readonly role: Role
  /** How that is known. */
  readonly way: 'token' | 'session' | 'proxy' | 'local'
  /** The address that the request came from; `unknown` where there is no socket. */
  readonly from: string
  /** What a browser must send to change anything, where it sends by itself what it is known by. */
  readonly csrf?: string
}
