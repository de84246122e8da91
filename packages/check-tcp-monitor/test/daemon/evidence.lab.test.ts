import { describeEvidence } from './found-evidence.js'

// The others are in `evidence.deep.test.ts`.
describeEvidence([
  'nothing listens on the port, behind a router',
  'a firewall on the way drops what goes to the port',
])
