import { integer } from 'check-tcp/parameters'
import * as v from 'valibot'

/**
 * What agents and hubs say to each other over HTTP, besides batches and configs. Each side leaves out what only a newer one says.
 */

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const enrolmentSchema = v.object({
  secret: v.pipe(shortText, v.description('Of the join string')),
  public_key: v.pipe(shortText, v.description('The 32 bytes of its Ed25519 key, base64url')),
})

export const enrolledSchema = v.object({
  agent: v.pipe(v.string(), v.description('The id of the agent from now on')),
  location: v.string(),
})

export const nonceSchema = v.object({
  nonce: v.pipe(v.string(), v.description('To be signed, once, within a minute')),
})

export const claimSchema = v.object({
  agentId: shortText,
  nonce: shortText,
  hub: v.pipe(
    shortText,
    v.description('The hub as the agent knows it: the pin of its key, or HOST:PORT'),
  ),
  signature: v.pipe(
    shortText,
    v.description(
      'Ed25519, base64url, of the lines `check-tcp agent session 1`, hub, agentId and nonce, joined by a line feed',
    ),
  ),
})

export const sessionSchema = v.object({
  token: v.pipe(v.string(), v.description('Of ten minutes; a new session ends the one before')),
})

export const receiptSchema = v.object({
  next: v.pipe(
    number,
    v.description('The number of the next result that is not stored: all before it are on disk'),
  ),
  config: v.pipe(v.string(), v.description('Version of the config that the agent should run')),
  boot: v.pipe(v.string(), v.description('Of this run of the hub')),
})

export const instructionsSchema = v.object({
  run: v.pipe(v.array(v.string()), v.description('Checks to make at once')),
  runId: v.exactOptional(
    v.pipe(v.string(), v.description('Of these checks; given again until it is named as received')),
  ),
  asks: v.exactOptional(
    v.pipe(
      v.array(v.looseObject({ id: shortText })),
      v.description(
        'What the hub asks for: a check with its parameters, each to be answered by its id',
      ),
    ),
  ),
  config: v.pipe(v.string(), v.description('Version of the config that the agent should run')),
})

/** Seconds that an agent may wait for instructions. */
const MAX_WAIT = 30

export const waitSchema = v.object({
  wait: v.pipe(
    v.string(),
    v.regex(/^\d{1,2}$/),
    v.transform(Number),
    integer(0, MAX_WAIT),
    v.description(`Seconds to wait for something, at most ${MAX_WAIT}`),
  ),
  config: v.pipe(
    v.string(),
    v.maxLength(128),
    v.description('Version of the config that the agent runs; empty before the first'),
  ),
  received: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(4_096),
      v.description('Ids of what came the time before, separated by commas'),
    ),
    '',
  ),
})
