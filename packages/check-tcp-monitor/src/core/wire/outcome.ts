/**
 * What one check tells of its target.
 * - `good`: found as expected.
 * - `slow`: found as expected, and it took longer than is expected or normal, or a certificate expires soon.
 * - `bad`: not as expected, by a fault of the target or of the network.
 * - `unknown`: a fault of this machine, of the name service or of the policy: it says nothing of the target.
 */
export const OUTCOMES = ['good', 'slow', 'bad', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]
