import { isIP } from 'node:net'
import * as v from 'valibot'
import { ROLES } from '../../core/config/access.js'
import { name, oneOf } from '../../core/config/schema-words.js'

const MIN_TOKEN_LENGTH = 16

const tokenInWords = `a text of at least ${MIN_TOKEN_LENGTH} characters`

/** What callers bring: of fewer characters, it could be guessed. */
export const token = v.pipe(
  v.string(tokenInWords),
  v.regex(/\S/, tokenInWords),
  v.minLength(MIN_TOKEN_LENGTH, tokenInWords),
)

const role = oneOf(ROLES)

const tokensInWords = 'a list of mappings with name, role and token'

/** Each is compared with what a caller brings. */
const MAX_TOKENS = 100

export const tokens = v.pipe(
  v.array(
    v.strictObject(
      {
        name: v.pipe(name, v.description('By which its acts are known, in the audit log too')),
        role: v.pipe(role, v.description('What it may do; each includes those before it')),
        token: v.pipe(token, v.description('What callers must send')),
      },
      'a mapping with name, role and token',
    ),
    tokensInWords,
  ),
  v.maxLength(MAX_TOKENS, `a list of at most ${MAX_TOKENS} tokens`),
)

const networkInWords = 'an address or a network such as 127.0.0.1 or 10.0.0.0/8'

const network = v.pipe(
  v.string(networkInWords),
  v.check((value) => {
    const [address = '', bits, ...more] = value.split('/')
    const longest = isIP(address) === 6 ? 128 : 32
    if (isIP(address) === 0 || more.length > 0) return false
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
  }, networkInWords),
)

const fromInWords = 'a list of at least one address or network'
const headerInWords = 'the name of a header such as X-Forwarded-User'

export const authProxy = v.strictObject(
  {
    from: v.pipe(
      v.array(network, fromInWords),
      v.minLength(1, fromInWords),
      v.maxLength(100, 'a list of at most 100 addresses and networks'),
      v.description('Addresses and networks of the proxy; from others the header does not count'),
    ),
    header: v.pipe(
      v.string(headerInWords),
      v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, headerInWords),
      v.description('Header in which the proxy says who the user is'),
    ),
    role: v.optional(
      v.pipe(role, v.description('Of users not under `roles`; they are not let in without')),
    ),
    roles: v.optional(
      v.pipe(
        v.record(v.string(), role, 'a mapping of users to their roles'),
        v.description('Roles of single users'),
      ),
      {},
    ),
  },
  'a mapping with from, header, role, roles',
)
