import * as v from 'valibot'
import { name, names, oneOf, text, url } from '../../core/config/schema-words.js'
import { PAGE_LANGUAGES } from '../../core/config/status-page.js'
import { DAY, duration, SECOND } from './duration.js'
import { listenAddress } from './listen-address.js'
import { isTimeZone } from './window.js'

/** Where a page listens in messages and docs. */
const LISTEN = '127.0.0.1:9118'

/** On a phone a name of more characters fills lines. */
const LONGEST = 100

const shortInWords = `a text of 1 to ${LONGEST} characters`

const short = v.pipe(
  v.string(shortInWords),
  v.regex(/\S/, shortInWords),
  v.maxLength(LONGEST, shortInWords),
)

const pageNameInWords =
  'a name of lower case letters, digits and -, at most 40 characters, such as public'

const checkInWords = 'the name of a check, or a list of at least one'

const serviceSchema = v.strictObject(
  {
    name: v.pipe(short, v.description('What everybody reads; nothing else of the checks is shown')),
    check: v.optional(
      v.pipe(
        v.union(
          [name, v.pipe(names, v.minLength(1, checkInWords), v.maxLength(100, checkInWords))],
          checkInWords,
        ),
        v.description('Its check, or checks: the worst of them counts'),
      ),
    ),
    tag: v.optional(v.pipe(short, v.description('Instead of `check`: all checks with this tag'))),
  },
  'a mapping with name, and check or tag',
)

const servicesInWords = 'a list of at least one mapping with name, and check or tag'

const groupSchema = v.strictObject(
  {
    name: v.optional(v.pipe(short, v.description('Heading above its services'))),
    services: v.pipe(v.array(serviceSchema, servicesInWords), v.minLength(1, servicesInWords)),
  },
  'a mapping with name and services',
)

const groupsInWords = 'a list of at least one mapping with name and services'

const exportSchema = v.strictObject(
  {
    directory: v.pipe(text, v.description('Where its files are written, relative to this file')),
    every: v.optional(v.pipe(duration(10 * SECOND, DAY), v.description('How often; 1m')), '1m'),
  },
  'a mapping with directory and every',
)

const pageSchema = v.strictObject(
  {
    name: v.pipe(
      v.string(pageNameInWords),
      v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, pageNameInWords),
      v.description('By which commands know it; it is not shown'),
    ),
    title: v.pipe(short, v.description('Heading of the page')),
    language: v.optional(
      v.pipe(oneOf(PAGE_LANGUAGES), v.description('Of all that the page says by itself; en')),
    ),
    note: v.optional(
      v.pipe(
        text,
        v.maxLength(2_000, 'a text of at most 2000 characters'),
        v.description('A text for its readers'),
      ),
    ),
    listen: v.optional(
      v.pipe(listenAddress(LISTEN), v.description('Address and port of this page alone')),
    ),
    time_zone: v.optional(
      v.pipe(
        text,
        v.check(isTimeZone, 'an IANA time zone such as Europe/Berlin'),
        v.description('Its days and times are given in this zone'),
      ),
      'UTC',
    ),
    url: v.optional(v.pipe(url, v.description('Where readers find it; for the links in its feed'))),
    groups: v.pipe(
      v.array(groupSchema, groupsInWords),
      v.minLength(1, groupsInWords),
      v.maxLength(50, 'a list of at most 50 groups'),
    ),
    export: v.optional(v.pipe(exportSchema, v.description('Files for another web server'))),
  },
  'a mapping with name, title, listen, groups and more',
)

export const statusPagesSchema = v.pipe(
  v.array(pageSchema, 'a list of pages'),
  v.maxLength(20, 'a list of at most 20 pages'),
  v.description('Pages for everybody, which show nothing but the names given there'),
)

export type StatusPagesInput = v.InferOutput<typeof statusPagesSchema>
