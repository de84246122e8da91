/** What a look from a location found, as far as people at a terminal are told. */
interface FoundLook {
  readonly reason: string
  readonly reason_name: string
  readonly certainty: string
  readonly next_step?: string | undefined
  readonly path?:
    | readonly { readonly hop: number; readonly address?: string; readonly says?: string }[]
    | undefined
}

/** That the target is off, others that reach it prove wrong. */
const HOST_IS_SILENT = 'host_is_silent'

/** Why a location alone does not reach a target, and how far its packets come, in one sentence. */
export function describeLook(
  location: string,
  { reason, reason_name, certainty, path = [] }: FoundLook,
): string {
  const because = `${reason} (${certainty})`
  const end = path.at(-1)
  if (end?.says !== undefined && end.says !== 'no answer') return `${location}: ${because}`
  // This machine is hop 0, and the target answers nothing.
  const seen = path.slice(1, -1).findLast(({ address }) => address !== undefined)
  if (!seen)
    return reason_name === HOST_IS_SILENT
      ? `from ${location} nothing on the way answers`
      : `${location}: ${because}`
  const hops = seen.hop === 1 ? '1 hop' : `${seen.hop} hops`
  const vanish = `from ${location} packets vanish after ${seen.address}, ${hops} away`
  return reason_name === HOST_IS_SILENT ? vanish : `${vanish}: ${because}`
}
