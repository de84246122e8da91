import * as v from 'valibot'

/** An address and a port to listen on. @param example for messages */
export function listenAddress(example: string) {
  const inWords = `an address and a port such as ${example} or [::1]:${example.split(':').at(-1)}`
  return v.pipe(
    v.string(inWords),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const [, v6, v4, digits] =
        /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(dataset.value) ?? []
      const port = Number(digits)
      const host = v6 ?? v4
      if (host !== undefined && port <= 65_535) return { host, port }
      addIssue({ message: inWords })
      return NEVER
    }),
  )
}
