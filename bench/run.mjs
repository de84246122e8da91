// Every measurement, one after the other; each writes its table to results/, and the last step the reference of speed.
await import('./cli-start.mjs')
await import('./node-engine.mjs')
await import('./connects.mjs')
await import('./mass.mjs')
await import('./audit.mjs')
await import('./scale.mjs')
await import('./latency.mjs')
await import('../scripts/bench-docs.mjs')
