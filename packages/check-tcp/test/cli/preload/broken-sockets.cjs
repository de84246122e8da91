// No socket can be made: an error that nobody expects.
require('node:net').connect = () => {
  throw new TypeError('sockets are broken\nin two lines')
}
