import * as v from 'valibot'
import {
  boolean,
  name,
  names,
  oneOf,
  severities,
  tags,
  url,
} from '../../core/config/schema-words.js'
import { channelSchema } from './channel.js'
import { DAY, duration, MINUTE, SECOND } from './duration.js'
import { windows } from './window.js'

/** Milliseconds that the first notice of a group waits for others where a route says nothing. */
export const GROUP_WAIT = 10 * SECOND
const HEARTBEAT_EVERY = MINUTE

const routeSchema = v.strictObject(
  {
    name: v.pipe(name, v.description('Its name, for checks and people')),
    tags: v.optional(v.pipe(tags, v.description('A notice must have all of them')), []),
    severity: v.optional(
      v.pipe(severities, v.description('A notice must have one of them; none: any')),
      [],
    ),
    channels: v.optional(v.pipe(names, v.description('Where its notices go')), []),
    group_by: v.optional(
      v.pipe(
        v.array(
          oneOf(['tags', 'severity', 'location', 'check']),
          'a list of tags, severity, location, check',
        ),
        v.description('Notices that are equal in these go out together; none: all of the route'),
      ),
      [],
    ),
    group_wait: v.optional(
      v.pipe(
        duration(0, DAY),
        v.description('How long the first notice of a group waits for others'),
      ),
      '10s',
    ),
    repeat: v.optional(
      v.pipe(
        duration(MINUTE, 30 * DAY),
        v.description('How often reminders of an open incident are sent; never if left out'),
      ),
    ),
    quiet_hours: v.optional(
      v.pipe(windows, v.description('When notices that are not critical wait')),
      [],
    ),
    continue: v.optional(v.pipe(boolean, v.description('Later routes are tried as well')), false),
  },
  'a mapping with name and channels',
)

const matchSchema = v.strictObject(
  { tags: v.optional(tags, []), severity: v.optional(severities, []) },
  'a mapping with tags and severity',
)

const inhibitionSchema = v.strictObject(
  { source: matchSchema, target: matchSchema },
  'a mapping with source and target',
)

const heartbeatSchema = v.strictObject(
  {
    url: v.pipe(url, v.description('Requested while all is well')),
    every: v.optional(
      v.pipe(duration(10 * SECOND, DAY), v.description('How often')),
      HEARTBEAT_EVERY / SECOND,
    ),
  },
  'a mapping with url and every',
)

export const alertingSchema = v.strictObject(
  {
    channels: v.optional(v.record(name, channelSchema, 'a mapping of names to channels'), {}),
    routes: v.optional(v.array(routeSchema, 'a list of routes')),
    inhibit: v.optional(v.array(inhibitionSchema, 'a list of source and target'), []),
    heartbeat: v.optional(heartbeatSchema),
  },
  'a mapping with channels, routes, inhibit, heartbeat',
)

export type AlertingInput = v.InferOutput<typeof alertingSchema>
