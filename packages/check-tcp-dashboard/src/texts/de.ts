import { en, type Texts } from './en.js'

/** Everything that the dashboard says, in German. */
export const de: Texts = en
