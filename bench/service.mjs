// A service in a process of its own, so that its work does not slow the one that is measured.
import { createServer } from 'node:net'

const server = createServer((socket) => socket.on('error', () => {}).resume())
server.listen(0, process.argv[2] ?? '127.0.0.1', 4_096, () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
