import * as v from 'valibot'
import { url } from '../../core/config/schema-words.js'
import { messageText } from '../wording/message-text.js'
import { defineChannel } from './define-channel.js'
import { httpPost } from './http/http-post.js'

/** Slack cuts texts at 40,000 characters ("Truncating content"), and nobody reads as many; escaping makes it five times as long at most. */
const LONGEST_TEXT = 7_500

/** Posts messages to an incoming webhook of Slack ("Sending messages using incoming webhooks"), or of what speaks like it. */
export const slack = defineChannel({
  schema: v.strictObject({
    kind: v.literal('slack'),
    url: v.pipe(url, v.description('URL of the incoming webhook')),
  }),
  secrets: ['url'],
  create({ url }, { wallMs }) {
    return {
      send({ notices }, signal) {
        const text = escapeMarkup(messageText(notices, LONGEST_TEXT))
        const json = JSON.stringify({
          text,
          mrkdwn: false,
          unfurl_links: false,
          unfurl_media: false,
        })
        return httpPost({ url, json }, signal, wallMs())
      },
    }
  },
})

/** Slack's three characters of control; without them nobody is mentioned ("Formatting text for app surfaces"). */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
