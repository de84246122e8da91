/** Something that the person wrote cannot be used; the message says what, and what is allowed. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
