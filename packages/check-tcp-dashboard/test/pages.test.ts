import { describePages } from './support/describe-pages.js'

// The other widths and colours are in `pages.deep.test.ts`.
describePages([320], ['dark'])
