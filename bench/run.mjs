// Every measurement, one after the other; each writes its table to results/.
await import('./cli-start.mjs')
await import('./node-engine.mjs')
await import('./connects.mjs')
await import('./mass.mjs')
await import('./scale.mjs')
