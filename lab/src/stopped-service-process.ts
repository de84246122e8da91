import { createServer } from 'node:net'

const [port, backlog] = process.argv.slice(2).map(Number)

createServer().listen({ port, backlog, host: '::' }, () => process.send?.('listening'))
