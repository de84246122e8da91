// Says on standard error how much memory the process has had at most.
process.on('exit', () => {
  require('node:fs').writeSync(2, `peak ${process.resourceUsage().maxRSS} KiB\n`)
})
