const WATCHED = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Map.prototype,
]

/** Every property of the prototypes that code shares, with what it is bound to. */
export function prototypes(): readonly unknown[] {
  return WATCHED.flatMap((prototype) =>
    Reflect.ownKeys(prototype).flatMap((key) => {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(prototype, key) ?? {}
      return [key, value, get, set]
    }),
  )
}

/** Throws where a prototype is no longer what it was. */
export function assertSamePrototypes(before: readonly unknown[]): void {
  const now = prototypes()
  const same = now.length === before.length && now.every((part, index) => part === before[index])
  if (!same) throw new Error('a prototype was changed')
}
