import { parseHost, type ValidHost } from '../target/host.js'

declare const sealed: unique symbol

/** The parameters of a check that were validated: this very object, and no copy of it. */
export interface Sealed {
  readonly [sealed]: true
}

/** The hosts of sealed parameters, as they were read. It serves as a private field of objects that have no class. */
const HOSTS = new WeakMap<object, ValidHost>()

/** Was it validated, and is it the very object that was? It is not touched, so that a proxy learns nothing of it. */
export function isSealed(input: unknown): input is Sealed {
  return typeof input === 'object' && input !== null && HOSTS.has(input)
}

/** Freezes the parameters of a check that are valid, and keeps their host as it was read. */
export function seal<const P extends { readonly host: string }>(
  parameters: P,
): Readonly<P> & Sealed {
  const host = parseHost(parameters.host)
  if (host.kind === 'invalid') throw new TypeError(`the schema let ${parameters.host} through`)
  HOSTS.set(parameters, host)
  // It is in the map now.
  return freeze(parameters) as Readonly<P> & Sealed
}

/** The host of a valid check, read. */
export function hostOfCheck(check: Sealed): ValidHost {
  const host = HOSTS.get(check)
  if (!host) throw new TypeError('a copy of a valid check was taken for the check')
  return host
}

function freeze<const T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) freeze(inner)
  }
  return Object.freeze(value)
}
