import type { Watermark } from '../../rollup/watermark.js'
import type { Session } from '../connect/database.js'

/** Places in time that the tables agree on (`watermark.ts`), changed in the transaction of what they tell of. */
export interface Mark extends Watermark {
  /** Results from before it are gone, or go with the table of their day. */
  readonly rawFrom: number
  /** Before it some minutes or hours may have been deleted. */
  readonly minuteFrom: number
  readonly hourFrom: number
}

type Hold =
  /** It may change meanwhile. */
  | ''
  /** It stays as it is until the transaction is over. */
  | 'FOR SHARE'
  /** Nobody else holds it meanwhile. */
  | 'FOR UPDATE'

export async function readMark(session: Session, hold: Hold = ''): Promise<Mark> {
  const [mark] = await session.rows<Mark>(
    `SELECT minute, until, series, raw_from AS "rawFrom", minute_from AS "minuteFrom", hour_from AS "hourFrom"
      FROM mark ${hold}`,
  )
  if (!mark) throw new Error('the table `mark` is empty')
  return mark
}

/** Only where it is held `FOR UPDATE`. */
export async function moveMark(session: Session, mark: Mark): Promise<void> {
  const { minute, until, series, rawFrom, minuteFrom, hourFrom } = mark
  await session.change(
    'UPDATE mark SET minute = $1, until = $2, series = $3, raw_from = $4, minute_from = $5, hour_from = $6',
    [minute, until, series, rawFrom, minuteFrom, hourFrom],
  )
}
