// No socket can connect: an error that nobody expects.
require('node:net').Socket.prototype.connect = () => {
  throw new TypeError('sockets are broken\nin two lines')
}
