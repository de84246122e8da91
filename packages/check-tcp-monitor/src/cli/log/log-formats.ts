/** How the log may be written. */
export const LOG_FORMATS = ['human', 'json'] as const
