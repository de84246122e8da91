/** The keys of a result in their order: the document's, then `details`. */
export const SUCCESS_KEYS = [
  'status',
  'host',
  'port',
  'connected',
  'response_time',
  'attempts',
  'timestamp',
  'details',
]

export const ERROR_KEYS = [
  'status',
  'host',
  'port',
  'connected',
  'error',
  'attempts',
  'response_time',
  'timestamp',
  'details',
]
