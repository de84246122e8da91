import { describeEvidence, SITUATIONS_WITH_OUTAGES } from './found-evidence.js'

describeEvidence(SITUATIONS_WITH_OUTAGES)
