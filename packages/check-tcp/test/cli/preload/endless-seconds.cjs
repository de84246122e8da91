// A timer of one second fires in an hour, so that whatever waits a second waits until it is ended.
const { setTimeout } = globalThis
globalThis.setTimeout = (fire, ms, ...rest) =>
  setTimeout(fire, ms === 1_000 ? 3_600_000 : ms, ...rest)
