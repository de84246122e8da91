import * as v from 'valibot'
import { name, tags, text } from '../../core/config/schema-words.js'
import { DAY, duration, MINUTE } from './duration.js'
import { listenAddress } from './listen-address.js'

/** Where a hub listens for its agents when nobody says. */
const HUB_LISTEN = '0.0.0.0:9117'

/** As long as a partial outage may pass before it counts. */
export const PARTIAL_AFTER = 5 * MINUTE

const httpsUrl = v.pipe(
  v.string('an https URL such as https://hub.example.com:9117'),
  v.check(
    (value) => URL.canParse(value) && new URL(value).protocol === 'https:',
    'an https URL such as https://hub.example.com:9117',
  ),
)

const DATABASE_IN_WORDS =
  'a URL such as postgres://user:password@db.example.com/history, or file:PATH of a file that holds one'

const databaseUrl = v.pipe(
  v.string(DATABASE_IN_WORDS),
  v.check((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), DATABASE_IN_WORDS),
)

export const hubSchema = v.strictObject(
  {
    listen: v.optional(
      v.pipe(listenAddress(HUB_LISTEN), v.description('Where agents connect to')),
      HUB_LISTEN,
    ),
    urls: v.optional(
      v.pipe(
        v.array(httpsUrl, 'a list of https URLs'),
        v.maxLength(20, 'a list of at most 20 URLs'),
        v.description('How agents reach it, the first stands in join strings; this host and port'),
      ),
      [],
    ),
    certificate: v.optional(
      v.pipe(text, v.description('PEM file, relative to this file; one of its own if left out')),
    ),
    key: v.optional(v.pipe(text, v.description('PEM file of its private key'))),
    client_ca: v.optional(
      v.pipe(
        text,
        v.description(
          'PEM file of the authority of which each agent must have a certificate; agents need none if left out',
        ),
      ),
    ),
    database: v.optional(
      v.pipe(
        databaseUrl,
        v.description(
          'URL of the PostgreSQL that hubs share, or file:PATH of a file that holds it; SQLite in `directory` if left out',
        ),
      ),
    ),
  },
  'a mapping with listen, urls, certificate, key, client_ca, database',
)

const locationSchema = v.nullish(
  v.strictObject(
    { tags: v.optional(v.pipe(tags, v.description('For `from: [tag:NAME]`')), []) },
    'a mapping with tags, or nothing',
  ),
)

const LOCATION_IN_WORDS =
  'a name of lower case letters, digits, - and _, at most 63 characters, such as fra or eu-west-1'

/** Locations stand in file names, metrics and URLs. */
export const locationName = v.pipe(
  v.string(LOCATION_IN_WORDS),
  v.regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, LOCATION_IN_WORDS),
)

/** Every location that has an agent, by name. */
export const locationsSchema = v.pipe(
  v.record(
    v.string(),
    locationSchema,
    'a mapping of names to settings such as { fra: { tags: [eu] }, nyc: {} }',
  ),
  v.description('From where agents make the checks'),
)

const FROM_IN_WORDS = 'all, or a list of at least one location or tag:NAME'

const QUORUM_IN_WORDS = 'majority, all, any or a number of locations from 1 to 1000'

const UNTIL_IN_WORDS = 'a date or time such as 2026-12-31 or 2026-12-31T18:00:00Z'

const until = v.pipe(
  v.string(UNTIL_IN_WORDS),
  v.union([v.pipe(v.string(), v.isoDate()), v.pipe(v.string(), v.isoTimestamp())], UNTIL_IN_WORDS),
  v.transform((value) => Date.parse(value)),
)

/** What `defaults`, a group and a check can say of locations. */
export const fleetSettings = {
  from: v.optional(
    v.pipe(
      v.union(
        [v.literal('all'), v.pipe(v.array(name), v.minLength(1, FROM_IN_WORDS))],
        FROM_IN_WORDS,
      ),
      v.description('Locations that make the check; all'),
    ),
  ),
  quorum: v.optional(
    v.pipe(
      v.union(
        [
          v.picklist(['majority', 'all', 'any']),
          v.pipe(
            v.number(),
            v.integer(QUORUM_IN_WORDS),
            v.minValue(1, QUORUM_IN_WORDS),
            v.maxValue(1_000, QUORUM_IN_WORDS),
          ),
        ],
        QUORUM_IN_WORDS,
      ),
      v.description('How many locations must see the target down until it is down; majority'),
    ),
  ),
  accept: v.optional(
    v.pipe(
      v.array(
        v.strictObject(
          {
            location: name,
            until: v.pipe(until, v.description('When it is no longer expected')),
            because: v.pipe(text, v.description('For people')),
          },
          'a mapping with location, until and because',
        ),
        'a list of mappings with location, until and because',
      ),
      v.maxLength(100, 'a list of at most 100 mappings'),
      v.description('Locations from which the target is expected to be down'),
    ),
  ),
  partial_after: v.optional(
    v.pipe(
      duration(0, 7 * DAY),
      v.description('How long it is down from too few locations until it counts as degraded; 5m'),
    ),
  ),
} as const

export const FLEET_KEYS = Object.keys(fleetSettings) as readonly (keyof typeof fleetSettings)[]
