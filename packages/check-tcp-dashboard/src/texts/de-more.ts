import { enMore, type MoreTexts } from './en-more.js'

/** What dialogs and all pages but the overview say in German. */
export const deMore: MoreTexts = enMore
