// Says on standard error which files of the command, and which modules of Node that few programs need, were loaded.
const { basename, dirname } = require('node:path')
process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => basename(dirname(file)) === 'cli')
  const modules = process.moduleLoadList.map((name) => name.replace('NativeModule ', ''))
  const rare = ['child_process', 'dgram', 'tls', 'crypto', 'perf_hooks'].filter((name) =>
    modules.includes(name),
  )
  require('node:fs').writeSync(2, JSON.stringify([...files.map((file) => basename(file)), ...rare]))
})
