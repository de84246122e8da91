// Says on standard error that the process listens to Ctrl-C.
process.on('newListener', (name) => {
  if (name === 'SIGINT') require('node:fs').writeSync(2, 'ready\n')
})
