import { Lazy } from '../parts/lazy.js'

type Props<T extends (props: never) => unknown> = Parameters<T>[0]

const acknowledge = async () => (await import('./acknowledge.js')).AcknowledgeDialog
const silence = async () => (await import('./silence.js')).SilenceDialog

/** `AcknowledgeDialog`, loaded when it is asked for. */
export function Acknowledge(props: Props<Awaited<ReturnType<typeof acknowledge>>>) {
  return <Lazy load={acknowledge} props={props} />
}

/** `SilenceDialog`, loaded when it is asked for. */
export function Silence(props: Props<Awaited<ReturnType<typeof silence>>>) {
  return <Lazy load={silence} props={props} />
}
