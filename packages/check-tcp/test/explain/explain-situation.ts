import type { Explanation } from 'check-tcp'
import { createLab, type Lab, type Prober, servicesOn, startProber } from 'check-tcp-lab'
import type { Situation } from './situation.js'

interface Explained {
  readonly asRoot: Explanation
  readonly withoutRoot: Explanation
}

/** Makes the situation, explains it twice, and hands the lab on while it stands. */
export async function explainSituation(
  situation: Situation,
  look: (lab: Lab) => Promise<void> = async () => {},
): Promise<Explained> {
  await using lab = await createLab(situation.lab)
  await using onTarget = servicesOn(lab.target)
  await using onProber = servicesOn(lab.prober)
  await using onRouter = servicesOn(lab.router ?? lab.target)
  if (lab.router) await onRouter.listen({ port: 9000 })
  await situation.arrange?.(lab, { onTarget, onProber })
  const explainAs = async (ordinaryUser: boolean) => {
    await using prober = await startProber(lab.prober, { ...situation.prober, ordinaryUser })
    return await explainWith(prober, situation, lab)
  }
  const asRoot = await explainAs(false)
  const withoutRoot = await explainAs(true)
  await look(lab)
  return { asRoot, withoutRoot }
}

async function explainWith(prober: Prober, situation: Situation, lab: Lab): Promise<Explanation> {
  if (situation.outOfDescriptors) await prober.useUpDescriptors()
  return prober.explain(situation.parameters(lab), situation.options?.(lab))
}
