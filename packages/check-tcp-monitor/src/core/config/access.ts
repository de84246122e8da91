/** What a caller of the API may do; each includes those before it. */
export const ROLES = ['read', 'operate', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** Whoever brings it acts under its name. */
export interface AccessToken {
  readonly name: string
  readonly role: Role
  readonly token: string
}

/** A proxy that signs people in and says in a header who they are. */
export interface AuthProxy {
  /** Addresses and networks of the proxy; nobody else's header counts. */
  readonly from: readonly string[]
  /** In lower case. */
  readonly header: string
  /** Of users without one of their own; absent: they are not let in. */
  readonly role?: Role
  /** By user. */
  readonly roles: Readonly<Record<string, Role>>
}

/** `token` of the config, by the name that it has beside `tokens`. */
export const MAIN_TOKEN = 'token'

interface Tokens {
  readonly token?: string
  readonly tokens?: readonly AccessToken[]
}

/** All that the config has. */
export function accessTokens({ token, tokens = [] }: Tokens): readonly AccessToken[] {
  if (token === undefined) return tokens
  return [{ name: MAIN_TOKEN, role: 'admin', token }, ...tokens]
}

/** Whether a role lets do what takes another. */
export function includesRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
