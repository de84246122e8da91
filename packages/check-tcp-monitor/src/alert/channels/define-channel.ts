import type * as v from 'valibot'
import type { Channel } from '../../core/alert/channel.js'
import type { ChannelTools } from './channel-tools.js'

/** A strict object whose `kind` is a literal, with or without a pipe behind it. */
type SettingsSchema = v.GenericSchema & {
  readonly type: 'strict_object'
  readonly entries: v.ObjectEntries & { readonly kind: v.LiteralSchema<string, undefined> }
}

type KeyOf<S extends SettingsSchema> = Exclude<keyof S['entries'] & string, 'kind'>

/** All that there is to know of a kind of channel; what shows, checks or hides channels goes by it. */
interface Definition<S extends SettingsSchema> {
  /** The settings as a config has them. The descriptions in it make the reference of channels. */
  readonly schema: S
  /** Settings that may be read from a file (`file:PATH`), and that no message or description repeats. */
  readonly secrets: readonly KeyOf<S>[]
  /** Settings that error messages may repeat. Others may stand beside secrets, and are not shown. */
  readonly open?: readonly KeyOf<S>[]
  /** Neither sends nor connects. */
  create(config: ConfigOf<S>, tools: ChannelTools): Sender
}

type Sender = Pick<Channel, 'send' | 'waitsMs'>

/** One channel of a kind: its settings, as the schema has read them, and its name. */
type ConfigOf<S extends SettingsSchema> = Unchanging<v.InferOutput<S>> & { readonly name: string }

type Unchanging<T> = {
  readonly [Key in keyof T]: T[Key] extends (infer Item)[] ? readonly Item[] : T[Key]
}

export interface ChannelDefinition<S extends SettingsSchema = SettingsSchema>
  extends Definition<S> {
  readonly kind: S['entries']['kind']['literal']
}

/** The config of one channel, by the definition of its kind. */
export type ConfigOfKind<D> = D extends { create(config: infer C, tools: ChannelTools): Sender }
  ? C
  : never

/**
 * Describes a kind of channel. A new one is a file that calls this, and a line in `channel-definitions.ts`.
 */
export function defineChannel<const S extends SettingsSchema>(
  definition: Definition<S>,
): ChannelDefinition<S> {
  return { ...definition, kind: definition.schema.entries.kind.literal }
}
