import { describePages } from './support/describe-pages.js'

// The other widths are in `pages.deep.test.ts`.
describePages([320])
