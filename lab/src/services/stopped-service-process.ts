import { createServer } from 'node:net'

const [port, backlog] = process.argv.slice(2).map(Number)

// A client that waited in its queue may have gone with a RST when it goes on.
const server = createServer((socket) => socket.on('error', () => {}))
server.listen({ port, backlog, host: '::' }, () => process.send?.('listening'))
