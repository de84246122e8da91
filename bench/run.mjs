// Every measurement, one after the other; each writes its table to results/.
await import('./cli-start.mjs')
await import('./node-engine.mjs')
