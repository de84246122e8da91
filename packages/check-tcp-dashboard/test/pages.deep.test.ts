import { describePages } from './support/describe-pages.js'

describePages([1280, 390, 320])
