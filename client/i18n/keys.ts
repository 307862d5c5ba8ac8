// The types of all messages, drawn from English: `area.key`, and the values each one needs.
import type { en } from './en.ts'
import type { board } from './en/board.ts'
import type { admin } from './en/admin.ts'
import type { adminNodes } from './en/adminNodes.ts'
import type { boardExport } from './en/boardExport.ts'
import type { boardKeys } from './en/boardKeys.ts'
import type { boardSelection } from './en/boardSelection.ts'
import type { boards } from './en/boards.ts'
import type { encoder } from './en/encoder.ts'
import type { files } from './en/files.ts'
import type { operation } from './en/operation.ts'
import type { inClass } from './en/inClass.ts'
import type { quality } from './en/quality.ts'
import type { trial } from './en/trial.ts'
import type { trouble } from './en/trouble.ts'
import type { watching } from './en/watching.ts'
import type { Area, Translation, Values } from './message.ts'

/** Areas that come with what shows them, not with the first page; also the other part of one that does. */
type Late = {
  readonly board: typeof board
  readonly admin: typeof admin
  readonly adminNodes: typeof adminNodes
  readonly boardExport: typeof boardExport
  readonly boardKeys: typeof boardKeys
  readonly boardSelection: typeof boardSelection
  readonly boards: typeof boards
  readonly encoder: typeof encoder
  readonly files: typeof files
  readonly quality: typeof quality
  readonly trial: typeof trial
  readonly trouble: typeof trouble
  readonly operation: typeof operation
  readonly watching: typeof watching
} & typeof inClass
export type LateName = keyof Late
type Source = typeof en & Late
type AreaName = keyof Source

type InLanguage<Areas extends Record<string, Area>> = {
  readonly [Name in keyof Areas]: Translation<Areas[Name]>
}
export type FirstMessages = InLanguage<typeof en>
export type LateMessages = InLanguage<Late>
export type InClassMessages = InLanguage<typeof inClass>

export type Key = {
  [Name in AreaName]: `${Name}.${Extract<keyof Source[Name], string>}`
}[AreaName]

type MessageAt<K extends Key> = K extends `${infer Name extends AreaName}.${infer Rest}`
  ? Rest extends keyof Source[Name]
    ? Source[Name][Rest]
    : never
  : never

/** The arguments after the key: nothing, or the values that stand in the English text. */
export type Arguments<K extends Key> =
  Values<MessageAt<K>> extends Record<string, never> ? [] : [values: Values<MessageAt<K>>]
