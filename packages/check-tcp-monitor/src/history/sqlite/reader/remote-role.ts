/** A role of the store whose methods answer at once. */
export type Synchronous<Role> = {
  readonly [Name in keyof Role]: Role[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer
    : never
}

/**
 * A role whose methods are answered elsewhere, such as on another thread, so that each of them is spelled once where it
 * is declared and once where it answers.
 *
 * @param call has the other side answer one method
 */
export function remoteRole<Role extends object>(
  call: (name: keyof Role & string, args: readonly unknown[]) => Promise<unknown>,
): Role {
  const role = new Proxy(
    {},
    {
      // A role is no promise, though any name may be asked of it.
      get: (_, name) =>
        typeof name === 'symbol' || name === 'then'
          ? undefined
          : (...args: readonly unknown[]) => call(name as keyof Role & string, args),
    },
  )
  return role as Role
}

/** Has a method of a role answer what the other side asked `remoteRole`. */
export function answerRole<Role extends object>(
  role: Synchronous<Role>,
  name: keyof Role & string,
  args: readonly unknown[],
): unknown {
  const method = role[name] as (...args: unknown[]) => unknown
  return method.apply(role, [...args])
}
