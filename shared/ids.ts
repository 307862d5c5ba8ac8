// Branded identifiers: every kind of id is its own type, so that a room's id cannot stand where a
// participant's is expected. All are UUIDv7, whose first 48 bits are the time in milliseconds.
import { v7, validate } from 'uuid'

declare const brand: unique symbol

export type Id<Kind extends string> = string & { readonly [brand]: Kind }

export type RoomId = Id<'room'>
/** A room's log or a board layer's. */
export type LogId = Id<'room'> | Id<'layer'>
export type FactId = Id<'fact'>
export type ParticipantId = Id<'participant'>
/** One stay of a participant on one device, from join to leave, over reconnects. */
export type SessionId = Id<'session'>
export type SourceId = Id<'source'>
/** A source on its way to a recorder. */
export type TapId = Id<'tap'>
/** One run of a node, new at each start. */
export type Incarnation = Id<'incarnation'>
export type AccountId = Id<'account'>
export type ProgramId = Id<'program'>
export type CourseId = Id<'course'>
export type ModuleId = Id<'module'>
export type LessonId = Id<'lesson'>
export type InviteId = Id<'invite'>
export type PollId = Id<'poll'>
export type QuestionId = Id<'question'>
export type BreakoutId = Id<'breakout'>
export type AnnouncementId = Id<'announcement'>
export type FileId = Id<'file'>
export type MaterialId = Id<'material'>
export type TemplateId = Id<'template'>
export type BoardId = Id<'board'>
export type PageId = Id<'page'>
/** Sheets that were handed out together. */
export type SheetSetId = Id<'sheetSet'>

/** Not the key itself, which only its encoder knows. */
export type StreamKeyId = Id<'streamKey'>
export type BroadcastId = Id<'broadcast'>

export function newId<Kind extends string>(): Id<Kind> {
  return v7() as Id<Kind>
}

export function isId<Kind extends string>(value: unknown): value is Id<Kind> {
  return typeof value === 'string' && validate(value)
}
