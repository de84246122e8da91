import { openLibc } from '../../engine/native/kernel/libc.js'
import { sendStraySegment } from '../native/stray-segment.js'
import { isNotAsked, notAsked, type Probe } from '../probe.js'

/** Whether the port's TCP answers what is no SYN. */
export interface StraySegmentFinding {
  readonly answered: boolean
}

const WAIT_MS = 800

export const straySegmentProbe: Probe<'stray_segment', StraySegmentFinding> = {
  name: 'stray_segment',
  asks: 'whether a port that is silent to SYNs answers a segment that belongs to no connection, as a full queue does',
  cost: 'one packet',
  needs: 'root (CAP_NET_RAW), the native layer',

  async ask({ address, result, parameters, isThisMachine, door, signal }) {
    if (!address) return notAsked('no address is known')
    if (result.status === 'success' || result.details.failure !== 'timeout') {
      return notAsked('the port is not silent')
    }
    if (isThisMachine) return notAsked('the target is this machine')
    const opened = openLibc()
    if (!('libc' in opened)) return notAsked(opened.because)
    const { port } = parameters
    const answer = await door.send({ address, port, sends: 'TCP segment' }, (allowed) =>
      sendStraySegment(opened.libc, allowed, port, { waitMs: WAIT_MS, signal }),
    )
    if (isNotAsked(answer)) return answer
    if (typeof answer === 'string') return { answered: answer === 'rst' }
    return notAsked(answer.unasked)
  },
}
