#!/usr/bin/env node
'use strict'
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const [major, minor] = process.versions.node.split('.').map(Number)
const built = join(__dirname, '..', 'dist', 'cli')
const command = join(built, 'check-tcp.cjs')
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  process.stderr.write(`check-tcp needs Node 20.19 or newer, this is ${process.versions.node}\n`)
  process.exitCode = 2
} else if (!existsSync(command)) {
  process.stderr.write('check-tcp is not built yet: run npm run build\n')
  process.exitCode = 2
} else {
  if (process.argv.includes('--targets')) require(join(built, 'early-start.cjs')).earlyStart()
  require(command).start()
}
