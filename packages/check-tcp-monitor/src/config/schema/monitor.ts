import { integer } from 'check-tcp/parameters'
import * as v from 'valibot'
import { name, names, text } from '../../core/config/schema-words.js'
import { authProxy, token, tokens } from './access.js'
import { DAY, duration, HOUR, SECOND } from './duration.js'
import { listenAddress } from './listen-address.js'

const kept = duration(HOUR, 3_650 * DAY)

export const retentionSchema = v.strictObject(
  {
    raw: v.optional(v.pipe(kept, v.description('Every single result')), '7d'),
    minutes: v.optional(v.pipe(kept, v.description('Summaries of minutes')), '30d'),
    hours: v.optional(v.pipe(kept, v.description('Summaries of hours')), '400d'),
    incidents: v.optional(v.pipe(kept, v.description('Closed incidents')), '400d'),
  },
  'a mapping with raw, minutes, hours, incidents',
)

const LONGEST_SYNC = 10 * SECOND

/** How results get to the disk. */
export const historySchema = v.strictObject(
  {
    sync: v.optional(
      v.pipe(
        duration(0, LONGEST_SYNC),
        v.description(
          'How long results may wait to be written together; verdicts, incidents and notices never wait',
        ),
      ),
      '1s',
    ),
  },
  'a mapping with sync',
)

/** Where the monitor listens when nobody says. */
const LISTEN = '127.0.0.1:9116'

/** Checks running at once, where the config says nothing. */
export const CONCURRENCY = 500

/** `modules` and `probe_policy` have readers of their own, which know what is in them. */
export const httpEntries = {
  listen: v.optional(
    v.pipe(
      listenAddress(LISTEN),
      v.description('Address and port; with port 0 the system chooses, and the log says which'),
    ),
    LISTEN,
  ),
  token: v.optional(
    v.pipe(token, v.description('Token that callers must send; of the role admin')),
  ),
  tokens: v.optional(v.pipe(tokens, v.description('Further tokens, each with a name and a role'))),
  auth_proxy: v.optional(
    v.pipe(authProxy, v.description('Proxy that signs people in and says who they are')),
  ),
  hosts: v.optional(
    v.pipe(
      names,
      v.description('Host names under which it may be called, besides addresses and localhost'),
    ),
    [],
  ),
} as const

/** Entries of the main file that are one value. */
export const monitorEntries = {
  name: v.optional(v.pipe(text, v.description('For people'))),
  description: v.optional(v.pipe(text, v.description('For people'))),
  location: v.optional(
    v.pipe(name, v.description('Where this monitor runs; the host name if left out')),
  ),
  directory: v.optional(
    v.pipe(text, v.description('Where the history is stored, relative to this file')),
    './check-tcp-history',
  ),
  include: v.optional(
    v.pipe(
      v.array(text, 'a list of file names, which may have * and ?'),
      v.maxLength(1_000, 'a list of at most 1000 file names'),
      v.description('More files of checks, relative to this file'),
    ),
    [],
  ),
  canaries: v.optional(
    v.pipe(names, v.description('Checks that show whether this location is online')),
    [],
  ),
  concurrency: v.optional(
    v.pipe(integer(1, 10_000), v.description('Checks running at once')),
    CONCURRENCY,
  ),
} as const
