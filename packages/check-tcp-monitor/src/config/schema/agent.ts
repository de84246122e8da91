import { problemsOfCheck, type ValidCheck } from 'check-tcp/parameters'
import * as v from 'valibot'
import { boolean, text } from '../../core/config/schema-words.js'
import { alertingSchema } from './alerting.js'
import { DAY, duration, HOUR, MINUTE, SECOND } from './duration.js'
import { size } from './size.js'

/** How long no hub has answered until an agent that may notify does, milliseconds. */
const ALONE_AFTER = 5 * MINUTE

const CANARY_IN_WORDS = 'a host and a port such as 192.0.2.1:53 or [2001:db8::1]:443'

const canary = v.pipe(
  v.string(CANARY_IN_WORDS),
  v.rawTransform(({ dataset, addIssue, NEVER }): ValidCheck => {
    const [, v6, named, port] =
      /^(?:\[([^\s\]]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(dataset.value) ?? []
    const read = problemsOfCheck({ host: v6 ?? named, port: Number(port) })
    if (!Array.isArray(read)) return read
    addIssue({ message: CANARY_IN_WORDS })
    return NEVER
  }),
)

const spoolSchema = v.strictObject(
  {
    size: v.optional(
      v.pipe(size('64KiB', '1TiB'), v.description('How much is kept for the hub, as JSON')),
      '1GiB',
    ),
    age: v.optional(
      v.pipe(duration(HOUR, 365 * DAY), v.description('How long it is kept for the hub')),
      '7d',
    ),
  },
  'a mapping with size and age',
)

const aloneSchema = v.strictObject(
  {
    after: v.optional(
      v.pipe(duration(10 * SECOND, 7 * DAY), v.description('How long no hub has answered')),
      ALONE_AFTER / SECOND,
    ),
    channels: v.pipe(
      v.unwrap(alertingSchema.entries.channels),
      v.minEntries(1, 'a mapping of at least one name to a channel'),
      v.description('Who is notified then; as in the config of the monitor'),
    ),
  },
  'a mapping with after and channels',
)

/** All of `agent.yaml`. */
export const agentSchema = v.strictObject(
  {
    directory: v.optional(
      v.pipe(text, v.description('Where key, checks and results are, relative to this file')),
    ),
    policy: v.optional(
      v.pipe(
        text,
        v.description('A policy file, relative to this file: what may be checked from here'),
      ),
    ),
    spool: v.optional(v.pipe(spoolSchema, v.description('What waits for the hub')), {}),
    canaries: v.optional(
      v.pipe(
        v.array(canary, 'a list of hosts and ports'),
        v.maxLength(20, 'a list of at most 20 hosts and ports'),
        v.description('Targets that show whether this location is online'),
      ),
      [],
    ),
    certificate: v.optional(
      v.pipe(
        text,
        v.description('PEM file, relative to this file: shown to a hub that has `client_ca`'),
      ),
    ),
    key: v.optional(v.pipe(text, v.description('PEM file of its private key'))),
    ad_hoc: v.optional(
      v.pipe(boolean, v.description('Whether the hub may have other targets checked once')),
      false,
    ),
    alone: v.optional(
      v.pipe(aloneSchema, v.description('Who is notified from here while no hub answers')),
    ),
  },
  'a mapping with directory, policy, spool, canaries, certificate, key, ad_hoc, alone',
)
