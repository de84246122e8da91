/** Whether so many checks are to come that the native engine's thread is worth its start. */
export function expectsMany(argv: readonly string[]): boolean {
  return argv.includes('--targets') && !argv.some((word) => word.startsWith('--engine'))
}
