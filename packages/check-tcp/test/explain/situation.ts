import type { CheckTcpConnectionParameters, ExplainOptions, Explanation } from 'check-tcp'
import type { Lab, LabOptions, ProberOptions, Services } from 'check-tcp-lab'

/** One way for the world to be, made by real kernels, and what an experienced engineer would say of it. */
export interface Situation {
  /** What is the matter. */
  readonly title: string
  readonly lab?: LabOptions
  readonly prober?: ProberOptions
  /** Prepares the lab before the prober starts. */
  readonly arrange?: (lab: Lab, services: LabServices) => Promise<unknown>
  readonly outOfDescriptors?: boolean
  readonly parameters: (lab: Lab) => CheckTcpConnectionParameters
  readonly options?: (lab: Lab) => Pick<ExplainOptions, 'address' | 'ports' | 'deadline'>
  /** The reasons that are right, and whose fault it is. */
  readonly right: readonly string[]
  readonly fault: Explanation['reasons'][number]['fault']
  /** Only root can tell; an ordinary user hears these reasons instead. */
  readonly withoutRoot?: readonly string[]
}

export interface LabServices {
  readonly onTarget: Services
  readonly onProber: Services
}

/** The port that the situations are about. */
export const PORT = 2000

export const toTarget = ({ target }: Lab) => ({ host: target.ipv4, port: PORT, timeout: 2 })
export const toTarget6 = ({ target }: Lab) => ({ host: target.ipv6, port: PORT, timeout: 2 })
export const toElsewhere = ({ elsewhere }: Lab) => ({
  host: elsewhere.ipv4,
  port: PORT,
  timeout: 2,
})
export const toSelf = ({ prober }: Lab) => ({ host: prober.ipv4, port: PORT, timeout: 2 })
export const toName = () => ({ host: 'name.test', port: PORT, timeout: 2 })
